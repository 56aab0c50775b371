using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;
using FashionMnist.Tests.Prediction;

namespace FashionMnist.Tests.Inference;

public sealed class HostileModelTests
{
    [Fact]
    public void Refuses_weights_in_another_file() => Assert.Contains(
        "a tensor lies in another file (external data), which no hash covers", Refused(() => Open(HostileOnnx.ExternalData())), StringComparison.Ordinal);

    // 13 is the field of external data. Readers that keep 32 bits of a number take the second and third for the first.
    [Theory]
    [InlineData(new byte[] { 0x6a })]
    [InlineData(new byte[] { 0xea, 0x80, 0x80, 0x80, 0x10 })]
    [InlineData(new byte[] { 0xea, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    public void Refuses_weights_in_another_file_however_their_field_is_written(byte[] tag)
    {
        byte[] tensor = [.. tag, 0];
        byte[] graph = [0x2a, (byte)tensor.Length, .. tensor];
        Assert.Throws<FashionMnistException>(() => OnnxScan.Check([0x3a, (byte)graph.Length, .. graph], "id"));
    }

    [Fact]
    public void Refuses_a_custom_operator() => Assert.Contains(
        "an operator is of the domain 'evil.example'; custom operators are not run", Refused(() => Open(HostileOnnx.CustomOperator())), StringComparison.Ordinal);

    [Fact]
    public void Refuses_graphs_in_graphs_without_end() =>
        Assert.Contains("nested deeper than 32 levels", Refused(() => Open(HostileOnnx.Nested(100))), StringComparison.Ordinal);

    [Fact]
    public void Refuses_an_operator_set_that_cannot_be()
    {
        var onnx = TinyOnnx.Create();
        var manifest = TinyPackage.Manifest(onnx);
        manifest = manifest with { Onnx = manifest.Onnx with { Opset = -1 } };
        Assert.EndsWith("the manifest's operator set: expected 1 or higher, actual -1", Refused(() => new FashionMnistClassifier(onnx, manifest)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(500)]
    public void A_graph_that_fails_while_it_runs_is_to_blame(int images)
    {
        using var classifier = new FashionMnistClassifier(HostileOnnx.Failing(), TinyPackage.Manifest(HostileOnnx.Failing()), threads: 2);
        Assert.Contains("ONNX Runtime cannot run it: ", Refused(() => Predict(classifier, images, pixel: 255)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probabilities_that_do_not_sum_to_1_are_refused()
    {
        using var scene = new PredictionScene();
        TinyPackage.Write(scene["zeros"], HostileOnnx.Zeros());
        new TestImages(3).WriteIdx(scene["in"]);
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(scene.Request("in", "out") with { Model = scene["zeros"] }));
        Assert.Equal(
            (ExitCodes.Integrity, "the model gave probabilities from 0 to 0 with the sum 0 for row 0; it is not fit for use"), (refusal.ExitCode, refusal.Message));
        Assert.False(Directory.Exists(scene["out"]) && Directory.EnumerateFiles(scene["out"]).Any());
    }

    [Fact]
    public async Task A_graph_without_end_can_be_stopped()
    {
        using var classifier = Open(HostileOnnx.Endless());
        var running = Task.Run(() => Predict(classifier, 1));
        classifier.Stop();
        Assert.Equal(ExitCodes.Integrity, (await Assert.ThrowsAsync<FashionMnistException>(() => running)).ExitCode);
    }

    [Fact]
    public async Task A_run_over_a_graph_without_end_can_be_stopped()
    {
        using var scene = new PredictionScene();
        TinyPackage.Write(scene["endless"], HostileOnnx.Endless());
        new TestImages(3).WriteIdx(scene["in"]);
        using var stop = new CancellationTokenSource();
        var request = scene.Request("in", "out") with { Model = scene["endless"] };
        var running = new FashionMnist.Prediction.PredictionRun(request, TimeProvider.System).RunAsync(_ => { }, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static FashionMnistClassifier Open(byte[] onnx) => new(onnx, TinyPackage.Manifest(onnx), threads: 1);

    private static float[] Predict(FashionMnistClassifier classifier, int count, byte pixel = 0)
    {
        var probabilities = new float[count * LabelMap.Count];
        classifier.Predict([.. Enumerable.Repeat(pixel, count * ImageShape.Pixels)], count, probabilities);
        return probabilities;
    }

    private static string Refused(Func<object> action)
    {
        var refusal = Assert.Throws<FashionMnistException>(action);
        Assert.Equal(ExitCodes.Integrity, refusal.ExitCode);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
