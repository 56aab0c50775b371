using FashionMnist.Data;
using FashionMnist.Prediction.Input;

namespace FashionMnist.Prediction.Output;

/// <summary>What was counted while predictions were written.</summary>
internal sealed class PredictionCounts
{
    public long Read { get; private set; }

    public long Predicted { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>The first row that was set aside.</summary>
    public RejectedRow? FirstRejected { get; private set; }

    public long LightBackgrounds { get; private set; }

    public long Inverted { get; private set; }

    public long Resized { get; private set; }

    public long Labelled { get; private set; }

    public long Right { get; private set; }

    /// <summary>Number of predictions by label.</summary>
    public long[] PerClass { get; } = new long[LabelMap.Count];

    /// <summary>Share of right predictions among the images whose label is known.</summary>
    public double? Accuracy => Labelled == 0 ? null : (double)Right / Labelled;

    public void AddRows(ImageBatch batch)
    {
        Read += batch.Rows;
        Rejected += batch.Rejected.Count;
        if (batch.Rejected.Count > 0)
            FirstRejected ??= batch.Rejected[0];
        LightBackgrounds += batch.LightBackgrounds;
        Inverted += batch.Inverted;
        Resized += batch.Resized;
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
