using FashionMnist.Data;

namespace FashionMnist.Evaluation;

/// <summary>Counts what was predicted for what was true.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts = new long[LabelMap.Count, LabelMap.Count];

    /// <summary>Number of images that were predicted as <paramref name="predicted"/> and are <paramref name="expected"/>.</summary>
    public long this[int expected, int predicted] => _counts[expected, predicted];

    /// <summary>Number of images.</summary>
    public long Total { get; private set; }

    /// <summary>Number of right predictions.</summary>
    public long Right { get; private set; }

    /// <summary>Share of right predictions, 0 to 1; 0 without an image.</summary>
    public double Accuracy => Share(Right, Total);

    /// <summary>Counts an image.</summary>
    public void Add(int expected, int predicted)
    {
        _counts[expected, predicted]++;
        Total++;
        Right += expected == predicted ? 1 : 0;
    }

    /// <summary>Number of images of a class.</summary>
    public long Expected(int label) => LabelMap.Labels.Sum(x => _counts[label, x]);

    /// <summary>Number of images that were predicted as a class.</summary>
    public long Predicted(int label) => LabelMap.Labels.Sum(x => _counts[x, label]);

    /// <summary>Share of right ones among those predicted as a class, 0 to 1; 0 if none was.</summary>
    public double Precision(int label) => Share(_counts[label, label], Predicted(label));

    /// <summary>Share of the images of a class that were found, 0 to 1; 0 if there is none.</summary>
    public double Recall(int label) => Share(_counts[label, label], Expected(label));

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
