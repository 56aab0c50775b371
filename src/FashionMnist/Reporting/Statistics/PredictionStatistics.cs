using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Prediction.Input;

namespace FashionMnist.Reporting.Statistics;

/// <summary>
/// What a report says about predictions, counted while they are made. The memory does not grow with their number: of all images only the
/// few that the report shows are kept.
/// </summary>
public sealed class PredictionStatistics
{
    /// <summary>How many images a report shows, and how many rejected rows it names.</summary>
    public const int Shown = 24;

    internal const int HistogramBins = 20;

    private readonly BoundedBest<NotableImage> _mistakes = new(Shown);
    private readonly BoundedBest<NotableImage> _doubtful = new(Shown);
    private readonly long[] _predicted = new long[LabelMap.Count];
    private readonly long[] _confidence = new long[HistogramBins];
    private readonly List<RejectedRow> _rejected = [];

    /// <summary>Predicted against true labels of the images whose label is known.</summary>
    public ConfusionMatrix Confusion { get; } = new();

    /// <summary>Confidence against accuracy of the images whose label is known.</summary>
    public CalibrationCurve Calibration { get; } = new();

    /// <summary>Number of predictions.</summary>
    public long Count { get; private set; }

    /// <summary>The wrong predictions with the highest probability, the highest first.</summary>
    public IReadOnlyList<NotableImage> Mistakes => _mistakes.Items;

    /// <summary>The predictions with the lowest probability, the lowest first.</summary>
    public IReadOnlyList<NotableImage> Doubtful => _doubtful.Items;

    /// <summary>Number of predictions of each label, label 0 first.</summary>
    public IReadOnlyList<long> Predicted => _predicted;

    /// <summary>Number of predictions by their probability, in 20 bins of equal width from 0 to 1.</summary>
    public IReadOnlyList<long> Confidence => _confidence;

    /// <summary>The first rows that were set aside.</summary>
    internal IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>The statistics of a split in memory.</summary>
    /// <param name="probabilities">float32 [N, 10].</param>
    /// <param name="split">N images with their labels.</param>
    public static PredictionStatistics Of(ReadOnlySpan<float> probabilities, FashionMnistDataset split)
    {
        var statistics = new PredictionStatistics();
        for (var i = 0; i < split.Count; i++)
        {
            var row = probabilities.Slice(i * LabelMap.Count, LabelMap.Count);
            var predicted = MetricsCalculator.Best(row);
            statistics.Add(i, predicted, row[predicted], split.Labels[i], split.Image(i));
        }

        return statistics;
    }

    /// <summary>Counts a prediction.</summary>
    /// <param name="index">0-based row of the input.</param>
    /// <param name="predicted">Predicted label, 0 to 9.</param>
    /// <param name="probability">Probability of that label, 0 to 1.</param>
    /// <param name="expected">True label, or <see langword="null"/> if it is not known.</param>
    /// <param name="pixels">uint8 [28, 28]; copied if the image is kept.</param>
    public void Add(long index, int predicted, float probability, int? expected, ReadOnlySpan<byte> pixels)
    {
        Count++;
        _predicted[predicted]++;
        _confidence[Math.Clamp((int)(probability * HistogramBins), 0, HistogramBins - 1)]++;
        Keep(_doubtful, -probability, index, predicted, probability, expected, pixels);
        if (expected is not { } label)
            return;

        Confusion.Add(label, predicted);
        Calibration.Add(probability, label == predicted);
        if (label != predicted)
            Keep(_mistakes, probability, index, predicted, probability, expected, pixels);
    }

    internal void Reject(RejectedRow row)
    {
        if (_rejected.Count < Shown)
            _rejected.Add(row);
    }

    private static void Keep(
        BoundedBest<NotableImage> best, float rank, long index, int predicted, float probability, int? expected, ReadOnlySpan<byte> pixels)
    {
        if (best.Takes(rank, index))
            best.Add(new NotableImage(index, predicted, probability, expected, pixels.ToArray()), rank, index);
    }
}
