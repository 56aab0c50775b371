using FashionMnist.Data;
using FashionMnist.Training.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FashionMnist.Training.Tests.Export;

public sealed class OnnxExporterTests
{
    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, false, 7)]
    [InlineData(true, false, 1)]
    [InlineData(true, false, 7)]
    [InlineData(true, true, 1)]
    [InlineData(true, true, 7)]
    public void ONNX_Runtime_computes_what_plain_loops_compute(bool residual, bool averagesMirrored, int count)
    {
        var network = ReferenceNetwork.Random(residual, averagesMirrored);
        var images = new byte[count * ImageShape.Pixels];
        new Random(3).NextBytes(images);

        var probabilities = Run(OnnxExporter.Export(network), images, count);

        for (var i = 0; i < count; i++)
        {
            var expected = ReferenceNetwork.Probabilities(network, images.AsSpan(i * ImageShape.Pixels, ImageShape.Pixels));
            var actual = probabilities.AsSpan(i * LabelMap.Count, LabelMap.Count).ToArray();
            Assert.All(expected.Zip(actual), x => Assert.Equal(x.First, x.Second, 5));
            Assert.Equal(1, actual.Sum(), 5);
        }
    }

    [Fact]
    public void The_graph_has_the_promised_signature()
    {
        using var session = new InferenceSession(OnnxExporter.Export(ReferenceNetwork.Random(residual: false)));

        var (input, output) = (Assert.Single(session.InputMetadata), Assert.Single(session.OutputMetadata));
        Assert.Equal(OnnxExporter.Input.Name, input.Key);
        Assert.Equal(TensorElementType.UInt8, input.Value.ElementDataType);
        Assert.Equal(OnnxExporter.Input.Shape, input.Value.Dimensions);
        Assert.Equal(["N", "", ""], input.Value.SymbolicDimensions);
        Assert.Equal(OnnxExporter.Output.Name, output.Key);
        Assert.Equal(TensorElementType.Float, output.Value.ElementDataType);
        Assert.Equal(OnnxExporter.Output.Shape, output.Value.Dimensions);
        Assert.Equal("fashion_mnist_training", session.ModelMetadata.ProducerName);
    }

    [Fact]
    public void The_same_weights_give_the_same_bytes() =>
        Assert.Equal(OnnxExporter.Export(ReferenceNetwork.Random(residual: true)), OnnxExporter.Export(ReferenceNetwork.Random(residual: true)));

    private static float[] Run(byte[] onnx, byte[] images, int count)
    {
        using var session = new InferenceSession(onnx);
        var input = new DenseTensor<byte>(images, [count, ImageShape.Height, ImageShape.Width]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(OnnxExporter.Input.Name, input)]);
        return [.. results[0].AsTensor<float>()];
    }
}
