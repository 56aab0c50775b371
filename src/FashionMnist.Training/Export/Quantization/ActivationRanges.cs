using FashionMnist.Data;
using FashionMnist.Inference;
using Microsoft.ML.OnnxRuntime;

namespace FashionMnist.Training.Export.Quantization;

/// <summary>The largest value each layer gives on the calibration images. All are at least 0: every layer ends with ReLU.</summary>
/// <param name="Maxima">By the name of the layer, as <see cref="OnnxExporter.ExportObserved"/> has it.</param>
internal sealed record ActivationRanges(IReadOnlyDictionary<string, float> Maxima)
{
    private const int BatchSize = 64;

    /// <summary>Scale of a layer's result as uint8: value = scale * integer.</summary>
    public float ScaleOf(string layer) => Maxima[layer] > 0 ? Maxima[layer] / byte.MaxValue : 1;

    /// <summary>Measures the ranges with the float32 network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The calibration images, at least one.</param>
    /// <param name="threads">Number of threads; the result does not depend on it.</param>
    public static ActivationRanges Measure(FoldedNetwork network, FashionMnistDataset images, int threads)
    {
        OnnxTelemetry.Disable();
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        using var session = new InferenceSession(OnnxExporter.ExportObserved(network), options);
        using var run = new RunOptions();
        string[] outputs = [.. session.OutputNames.Where(x => x != OnnxExporter.Output.Name)];
        var maxima = new float[outputs.Length];
        for (var start = 0; start < images.Count; start += BatchSize)
        {
            var count = Math.Min(BatchSize, images.Count - start);
            var pixels = images.Images.AsMemory(start * ImageShape.Pixels, count * ImageShape.Pixels);
            using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels, [count, ImageShape.Height, ImageShape.Width]);
            using var results = session.Run(run, [OnnxExporter.Input.Name], [input], outputs);
            for (var i = 0; i < outputs.Length; i++)
                maxima[i] = Math.Max(maxima[i], Largest(results[i].GetTensorDataAsSpan<float>()));
        }

        return new ActivationRanges(outputs.Zip(maxima).ToDictionary(x => OnnxExporter.LayerOf(x.First), x => x.Second));
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = Math.Max(largest, value);
        return largest;
    }
}
