namespace FashionMnist.Evaluation;

/// <summary>
/// How sure a model is, against how often it is right: 15 bins of equal width over the probability of the predicted label
/// (Guo et al. 2017, arXiv 1706.04599, section 2).
/// </summary>
public sealed class CalibrationCurve
{
    private const int BinCount = 15;

    private readonly (long Images, double Confidence, long Right)[] _bins = new (long, double, long)[BinCount];

    /// <summary>The bins in ascending order, empty ones included.</summary>
    public IReadOnlyList<CalibrationBin> Bins => [.. _bins.Select((x, i) => new CalibrationBin(
        (double)i / BinCount,
        (double)(i + 1) / BinCount,
        x.Images,
        x.Images == 0 ? null : x.Confidence / x.Images,
        x.Images == 0 ? null : (double)x.Right / x.Images))];

    /// <summary>The expected calibration error, 0 to 1: the mean gap of confidence and accuracy, weighted by images.</summary>
    public double ExpectedError
    {
        get
        {
            var images = _bins.Sum(x => x.Images);
            return _bins.Sum(x => x.Images == 0 ? 0 : Math.Abs(x.Confidence - x.Right) / images);
        }
    }

    /// <summary>Counts an image.</summary>
    /// <param name="probability">Probability of the predicted label, 0 to 1.</param>
    /// <param name="right">Whether that label is the true one.</param>
    public void Add(float probability, bool right)
    {
        ref var bin = ref _bins[Math.Clamp((int)Math.Ceiling(probability * BinCount) - 1, 0, BinCount - 1)];
        bin = (bin.Images + 1, bin.Confidence + probability, bin.Right + (right ? 1 : 0));
    }
}

/// <summary>The images whose predicted label has a probability above <paramref name="Lower"/> and up to <paramref name="Upper"/>.</summary>
/// <param name="Lower">Lower edge, 0 to 1.</param>
/// <param name="Upper">Upper edge, 0 to 1.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Confidence">Their mean probability, 0 to 1; <see langword="null"/> if there is none.</param>
/// <param name="Accuracy">Share of right ones, 0 to 1; <see langword="null"/> if there is none.</param>
public sealed record CalibrationBin(double Lower, double Upper, long Images, double? Confidence, double? Accuracy);
