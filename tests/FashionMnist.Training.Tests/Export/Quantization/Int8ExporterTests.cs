using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Training.Export;
using FashionMnist.Training.Export.Quantization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FashionMnist.Training.Tests.Export.Quantization;

public sealed class Int8ExporterTests : IDisposable
{
    private static readonly FashionMnistDataset Images = SyntheticDataset.Draw(100, seed: 4);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_int8_network_agrees_with_the_float32_one(bool residual, bool averagesMirrored)
    {
        var network = ReferenceNetwork.Random(residual, averagesMirrored);

        var float32 = Run(OnnxExporter.Export(network));
        var int8 = Run(Export(network));

        var differences = float32.Zip(int8, (a, b) => Math.Abs(a - b)).ToList();
        Assert.InRange(differences.Max(), 1e-6, 0.05);
        Assert.InRange(differences.Average(), 1e-7, 0.005);
        Assert.InRange(Rows(float32).Zip(Rows(int8), (a, b) => a == b).Count(x => x), 95, 100);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 4)]
    public void ONNX_Runtime_computes_every_convolution_but_the_first_in_integers(bool residual, int convolutions)
    {
        var path = _folder["optimised.onnx"];
        using (var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED, OptimizedModelFilePath = path })
            new InferenceSession(Export(ReferenceNetwork.Random(residual)), options).Dispose();

        var operations = OnnxNodes.Read(File.ReadAllBytes(path)).Select(x => x.Operation).ToList();

        Assert.Equal(convolutions, operations.Count(x => x == "QLinearConv"));
        Assert.Equal(residual ? 1 : 0, operations.Count(x => x == "QLinearAdd"));
        Assert.Equal(3, operations.Count(x => x == "MaxPool"));
        Assert.Single(operations, x => x is "Conv" or "FusedConv");
        Assert.DoesNotContain(operations, x => x is "Add" or "Relu");
        Assert.Single(operations, x => x == "QuantizeLinear");
        Assert.Single(operations, x => x == "DequantizeLinear");
    }

    [Fact]
    public void Convolutions_read_weights_of_8_bits_and_uint8_activations()
    {
        var onnx = Export(ReferenceNetwork.Random(residual: true));
        var nodes = OnnxNodes.Read(onnx);
        var constants = OnnxNodes.ReadConstants(onnx);
        var maker = nodes.ToDictionary(x => x.Output);

        var convolutions = nodes.Where(x => x.Operation == "Conv").Skip(1).ToList();
        Assert.Equal(4, convolutions.Count);
        foreach (var convolution in convolutions)
        {
            Assert.All(convolution.Inputs, input => Assert.Equal("DequantizeLinear", maker[input].Operation));
            Assert.Equal(OnnxType.Int8, constants[maker[convolution.Inputs[1]].Inputs[0]]);
            Assert.Equal(OnnxType.Int32, constants[maker[convolution.Inputs[2]].Inputs[0]]);
        }

        Assert.Equal(6, nodes.Count(x => x.Operation == "QuantizeLinear"));
        Assert.All(nodes.Where(x => x.Operation == "QuantizeLinear"), x => Assert.Equal(OnnxType.UInt8, constants[x.Inputs[2]]));
    }

    [Fact]
    public void The_signature_is_that_of_the_float32_model()
    {
        using var session = new InferenceSession(Export(ReferenceNetwork.Random(residual: false)));

        var (input, output) = (Assert.Single(session.InputMetadata), Assert.Single(session.OutputMetadata));
        Assert.Equal((OnnxExporter.Input.Name, TensorElementType.UInt8), (input.Key, input.Value.ElementDataType));
        Assert.Equal(OnnxExporter.Input.Shape, input.Value.Dimensions);
        Assert.Equal((OnnxExporter.Output.Name, TensorElementType.Float), (output.Key, output.Value.ElementDataType));
        Assert.Equal(OnnxExporter.Output.Shape, output.Value.Dimensions);
    }

    [Fact]
    public void The_same_network_and_images_give_the_same_bytes() =>
        Assert.Equal(Export(ReferenceNetwork.Random(residual: true)), Export(ReferenceNetwork.Random(residual: true)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ranges_are_the_largest_values_that_plain_loops_find(bool residual)
    {
        var network = ReferenceNetwork.Random(residual);

        var ranges = ActivationRanges.Measure(network, Images, threads: 1);

        var expected = Enumerable.Range(0, Images.Count).SelectMany(i => ReferenceNetwork.Maxima(network, Images.Image(i)))
            .GroupBy(x => x.Key).ToDictionary(x => x.Key, x => x.Max(layer => layer.Value));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), ranges.Maxima.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, x => Assert.Equal(x.Value, ranges.Maxima[x.Key], x.Value * 1e-5));
    }

    [Fact]
    public void A_layer_that_gives_nothing_has_a_usable_scale() =>
        Assert.Equal(1, new ActivationRanges(new Dictionary<string, float> { ["conv1"] = 0 }).ScaleOf("conv1"));

    private static byte[] Export(FoldedNetwork network) => Int8Exporter.Export(network, ActivationRanges.Measure(network, Images, threads: 1));

    private static float[] Run(byte[] onnx)
    {
        using var session = new InferenceSession(onnx);
        var input = new DenseTensor<byte>(Images.Images, [Images.Count, ImageShape.Height, ImageShape.Width]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(OnnxExporter.Input.Name, input)]);
        return [.. results[0].AsTensor<float>()];
    }

    private static IEnumerable<int> Rows(float[] probabilities) => probabilities.Chunk(LabelMap.Count).Select(row => Array.IndexOf(row, row.Max()));
}
