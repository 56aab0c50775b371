using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;
using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Prediction.Output;

/// <summary>Writes batches to the files of predictions and rejected rows, and counts.</summary>
internal sealed class PredictionWriter(
    IPredictionFormat format, StagedFile predictions, StagedFile? rejects, PredictionStatistics? statistics = null)
{
    // A softmax in float32 is off by less than a thousandth of this.
    private const float Tolerance = 1e-3f;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public PredictionCounts Counts { get; } = new();

    /// <summary>Starts the file.</summary>
    /// <param name="first">Whether this is the whole run or its first part.</param>
    public void Start(bool first)
    {
        if (!first && format.IsJoinable)
            return;
        format.WriteHeader(_buffer);
        Pass(predictions);
    }

    /// <summary>Ends the file.</summary>
    public void End()
    {
        format.WriteFooter(_buffer);
        Pass(predictions);
    }

    public void Write(ImageBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var prediction = Decide(batch, i);
            Counts.Add(prediction);
            statistics?.Add(prediction.Index, prediction.Label, prediction.Probability, prediction.Expected, batch.ImageOf(i));
            format.Write(_buffer, prediction);
        }

        Pass(predictions);
        Counts.AddRows(batch);
        if (rejects is null)
            return;

        foreach (var row in batch.Rejected)
        {
            statistics?.Reject(row);
            RejectsFormat.Write(_buffer, row);
        }

        Pass(rejects);
    }

    private static Prediction Decide(ImageBatch batch, int item)
    {
        var row = batch.ProbabilitiesOf(item).Span;
        var label = MetricsCalculator.Best(row);
        var sum = TensorPrimitives.Sum(row);
        // The negation also catches NaN.
        if (!(TensorPrimitives.Min(row) >= 0 && MathF.Abs(sum - 1) <= Tolerance))
        {
            throw new FashionMnistException(
                ExitCodes.Integrity,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the model gave probabilities from {TensorPrimitives.Min(row)} to {row[label]} with the sum {sum} for row {batch.IndexOf(item)}; it is not fit for use"));
        }

        var expected = batch.LabelOf(item);
        return new Prediction(batch.IndexOf(item), (byte)label, row[label], LabelMap.Contains(expected) ? expected : null, batch.FileOf(item))
        {
            Probabilities = batch.ProbabilitiesOf(item),
            Kept = batch.KeptOf(item),
        };
    }

    private void Pass(StagedFile file)
    {
        file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
