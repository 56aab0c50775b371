using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Tests.Inference;

public class FashionMnistClassifierTests
{
    private static readonly byte[] Onnx = TinyOnnx.Create();

    [Fact]
    public void Gives_ten_probabilities_for_each_image_of_a_batch()
    {
        var images = new TestImages(5);
        using var classifier = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 1);

        var batch = Predict(classifier, images.Images, 5);

        for (var i = 0; i < 5; i++)
        {
            var row = batch.AsSpan(i * LabelMap.Count, LabelMap.Count).ToArray();
            Assert.Equal(1.0, row.Sum(), 1e-5);
            Assert.All(row, x => Assert.InRange(x, 0f, 1f));
            var alone = Predict(classifier, images.Images.AsSpan(i * ImageShape.Pixels, ImageShape.Pixels).ToArray(), 1);
            for (var label = 0; label < LabelMap.Count; label++)
                Assert.Equal(alone[label], row[label], 1e-5f);
        }
    }

    [Fact]
    public void Follows_the_linear_layer_it_was_given()
    {
        // On a black image the logits are all zero.
        using var classifier = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 1);

        var row = Predict(classifier, new byte[ImageShape.Pixels], 1);

        Assert.All(row, x => Assert.Equal(0.1f, x, 1e-6f));
    }

    [Fact]
    public void Serves_many_threads_at_once()
    {
        var images = new TestImages(64);
        using var classifier = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 1);
        var expected = Predict(classifier, images.Images, 64);

        Parallel.For(0, 64, _ => Assert.Equal(expected, Predict(classifier, images.Images, 64)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(300)]
    public void Gives_an_image_the_same_row_whatever_comes_with_it_and_on_however_many_threads(int count)
    {
        var images = new TestImages(300);
        using var alone = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 1);
        using var together = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 3);

        var rows = Predict(together, images.Images, count);

        Assert.Equal(Predict(alone, images.Images, 300)[..rows.Length], rows);
    }

    [Fact]
    public void Does_nothing_for_no_images()
    {
        using var classifier = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 1);
        classifier.Predict([], 0, []);
    }

    [Fact]
    public void Refuses_spans_that_are_too_short()
    {
        using var classifier = new FashionMnistClassifier(Onnx, TinyPackage.Manifest(Onnx), threads: 1);

        Assert.Throws<ArgumentException>("images", () => classifier.Predict(new byte[ImageShape.Pixels * 2 - 1], 2, new float[20]));
        Assert.Throws<ArgumentException>("probabilities", () => classifier.Predict(new byte[ImageShape.Pixels * 2], 2, new float[19]));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => classifier.Predict([], -1, []));
    }

    [Fact]
    public void Refuses_a_graph_with_another_input_type() => AssertRefused(
        TinyOnnx.Create(inputType: TinyOnnx.FloatElements),
        x => x,
        "the graph's input: expected uint8 [-1, 28, 28], actual float32 [-1, 28, 28]");

    [Fact]
    public void Refuses_a_graph_with_another_number_of_classes() =>
        AssertRefused(TinyOnnx.Create(outputs: 9), x => x, "the graph's output: expected float32 [-1, 10], actual float32 [-1, 9]");

    [Fact]
    public void Refuses_a_manifest_that_names_another_input() => AssertRefused(
        Onnx,
        x => x with { Onnx = x.Onnx with { Input = x.Onnx.Input with { Name = "pictures" } } },
        "the graph's input: expected one named pictures, actual [images]");

    [Fact]
    public void Refuses_a_manifest_that_promises_another_shape() => AssertRefused(
        Onnx,
        x => x with { Onnx = x.Onnx with { Input = x.Onnx.Input with { Shape = [-1, 32, 32] } } },
        "the manifest's input: expected uint8 [-1, 28, 28], actual uint8 [-1, 32, 32]");

    [Fact]
    public void Refuses_a_manifest_that_promises_another_type() => AssertRefused(
        Onnx,
        x => x with { Onnx = x.Onnx with { Output = x.Onnx.Output with { ElementType = "float64" } } },
        "the manifest's output: expected float32 [-1, 10], actual float64 [-1, 10]");

    [Fact]
    public void Refuses_a_manifest_with_labels_in_another_order() => AssertRefused(
        Onnx, x => x with { Labels = [.. x.Labels.Reverse()] }, "the manifest's labels: expected [T-shirt/top, Trouser");

    [Fact]
    public void Refuses_bytes_that_are_no_model() => AssertRefused("not a model"u8.ToArray(), x => x, "it is no ONNX model");

    private static float[] Predict(FashionMnistClassifier classifier, byte[] images, int count)
    {
        var probabilities = new float[count * LabelMap.Count];
        classifier.Predict(images, count, probabilities);
        return probabilities;
    }

    private static void AssertRefused(byte[] onnx, Func<ModelManifest, ModelManifest> change, string message)
    {
        var manifest = change(TinyPackage.Manifest(onnx));
        var refusal = Assert.Throws<FashionMnistException>(() => new FashionMnistClassifier(onnx, manifest, threads: 1));
        Assert.Equal(ExitCodes.Integrity, refusal.ExitCode);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
