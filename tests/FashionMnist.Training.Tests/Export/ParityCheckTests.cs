using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Export;
using FashionMnist.Training.Network;
using FashionMnist.Training.Running;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Export;

public sealed class ParityCheckTests
{
    private static readonly FashionMnistDataset Images = SyntheticDataset.Draw(60, seed: 9);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Accepts_the_export_of_a_network(bool residual, bool averageMirrored)
    {
        using var network = Network(residual, averageMirrored);
        using var classifier = Classifier(NetworkFolder.Fold(network));

        var result = ParityCheck.Verify(network, classifier, Images);

        Assert.InRange(result.MaximumDifference, 0, 1e-5);
        Assert.InRange(result.Accuracy, 0, 1);
    }

    [Fact]
    public void Refuses_an_export_with_one_altered_weight()
    {
        using var network = Network(residual: false);
        var folded = NetworkFolder.Fold(network);
        folded.Trunk[1].Weights[10] += 0.05f;
        using var classifier = Classifier(folded);

        var problem = Assert.Throws<FashionMnistException>(() => ParityCheck.Verify(network, classifier, Images));

        Assert.Equal(ExitCodes.Internal, problem.ExitCode);
        Assert.Contains("disagrees", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void Refuses_an_export_that_prefers_another_class_even_by_a_hair()
    {
        using var network = Network(residual: false);
        using (no_grad())
        {
            network.Weight.zero_();
            network.Bias.zero_();
            network.Bias[0] += 1e-6;
        }

        var folded = NetworkFolder.Fold(network);
        folded.LinearBias[1] = 2e-6f;
        using var classifier = Classifier(folded);

        var problem = Assert.Throws<FashionMnistException>(() => ParityCheck.Verify(network, classifier, Images));

        Assert.Contains($"{LabelMap.NameOf(0)} with 0.100000 became {LabelMap.NameOf(1)}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_export_that_gives_no_numbers()
    {
        using var network = Network(residual: false);
        var folded = NetworkFolder.Fold(network);
        folded.LinearBias[0] = float.NaN;
        using var classifier = Classifier(folded);

        Assert.Throws<FashionMnistException>(() => ParityCheck.Verify(network, classifier, Images));
    }

    private static FashionNetwork Network(bool residual, bool averageMirrored = false)
    {
        var network = new FashionNetwork(new TrainingProfile { Width = 3, Residual = residual, AverageMirrored = averageMirrored }, ScalarType.Float32, seed: 6);
        using (no_grad())
        {
            foreach (var block in network.Trunk.Concat(network.ResidualPair))
            {
                block.Mean.uniform_(-0.2, 0.2);
                block.Variance.uniform_(0.2, 2);
                block.Bias.uniform_(-0.3, 0.3);
            }
        }

        network.eval();
        return network;
    }

    private static FashionMnistClassifier Classifier(FoldedNetwork network)
    {
        var onnx = OnnxExporter.Export(network);
        return new FashionMnistClassifier(onnx, new ModelManifest
        {
            SchemaVersion = ModelManifest.CurrentSchemaVersion,
            Name = "test",
            Created = DateTimeOffset.UnixEpoch,
            Source = new SourceRevision("unknown", Dirty: false),
            Data = new DatasetProvenance("test", Synthetic: true, new Dictionary<string, string>()),
            Training = new TrainingProvenance("quick", 1, 1, "none", new Dictionary<string, string>(), 0),
            Packages = new Dictionary<string, string>(),
            Onnx = new OnnxSignature(ModelFolder.Sha256(onnx), onnx.Length, OnnxGraph.Opset, OnnxExporter.Input, OnnxExporter.Output),
            Labels = LabelMap.Names,
        });
    }
}
