using FashionMnist.Data;

namespace FashionMnist.Prediction.Output;

/// <summary>What was counted while predictions were written.</summary>
internal sealed class PredictionCounts
{
    public long Read { get; private set; }

    public long Predicted { get; private set; }

    public long Rejected { get; private set; }

    public long Labelled { get; private set; }

    public long Right { get; private set; }

    /// <summary>Number of predictions by label.</summary>
    public long[] PerClass { get; } = new long[LabelMap.Count];

    /// <summary>Share of right predictions among the images whose label is known.</summary>
    public double? Accuracy => Labelled == 0 ? null : (double)Right / Labelled;

    public void AddRows(int read, int rejected)
    {
        Read += read;
        Rejected += rejected;
    }

    public void Add(in Prediction prediction)
    {
        Predicted++;
        PerClass[prediction.Label]++;
        if (prediction.Expected is not { } expected)
            return;
        Labelled++;
        Right += prediction.Label == expected ? 1 : 0;
    }
}
