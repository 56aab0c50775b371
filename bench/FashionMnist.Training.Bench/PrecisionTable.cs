using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Evaluation;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Packages;

namespace FashionMnist.Training.Bench;

/// <summary>Runs an int8 model and its float32 export in turn over the same images, and prints images/s and their ratio.</summary>
internal static class PrecisionTable
{
    private const int Rounds = 21;
    private const int ImagesInARound = 1024;

    /// <param name="folder">Folder that a training with <c>training.precision=int8</c> wrote.</param>
    public static async Task PrintAsync(string folder)
    {
        var package = await ModelPackage.LoadAsync(folder);
        using var int8 = new FashionMnistClassifier(package.OnnxBytes, package.Manifest);
        using var float32 = Float32Export.Load(folder, package.Manifest, threads: 0)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"{folder}: holds a float32 model; train with --set training.precision=int8");

        var images = SyntheticDataset.Draw(ImagesInARound, seed: 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {int8.Threads} threads; medians of {Rounds} rounds in which both models run over {ImagesInARound} images, one after the other. Ratios are
            medians of the rounds' ratios; that of processor time depends less on what else runs on the machine.

            | batch | float32 images/s | int8 images/s | ratio, wall time | ratio, processor time |
            |---|---|---|---|---|
            """));
        foreach (var batch in new[] { 1, 32, 256 })
        {
            var rounds = Enumerable.Range(0, Rounds + 1).Select(_ => (Float32: Speed(float32, images, batch), Int8: Speed(int8, images, batch))).Skip(1).ToList();
            var wall = Median(rounds.Select(x => x.Int8.PerSecond / x.Float32.PerSecond));
            var processor = Median(rounds.Select(x => x.Int8.PerCpuSecond / x.Float32.PerCpuSecond));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {batch} | {Median(rounds.Select(x => x.Float32.PerSecond)):F0} | {Median(rounds.Select(x => x.Int8.PerSecond)):F0} | {wall:F2} | {processor:F2} |"));
        }
    }

    private static Rate Speed(FashionMnistClassifier classifier, FashionMnistDataset images, int batch)
    {
        var probabilities = new float[batch * LabelMap.Count];
        return Rate.Of(images.Count, () =>
        {
            for (var i = 0; i < images.Count; i += batch)
                classifier.Predict(images.Images.AsSpan(i * ImageShape.Pixels, batch * ImageShape.Pixels), batch, probabilities);
        });
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
