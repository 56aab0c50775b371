using System.Globalization;
using FashionMnist.Models;

namespace FashionMnist.Prediction;

/// <summary>One part of a run that is divided over several processes.</summary>
/// <param name="Number">Which part, 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Number of parts.</param>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>Reads <c>2/3</c>, the second of three.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if the text is something else.</exception>
    public static Shard Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && TryParse(parts[0], out var number) && TryParse(parts[1], out var count) && number <= count
            ? new Shard(number, count)
            : throw new FashionMnistException(
                ExitCodes.Usage, $"--shard {text}: expected I/N with 1 <= I <= N, for example 2/3 for the second of three");
    }

    /// <summary>
    /// The rows of this shard, cut at multiples of the batch size: every shard then runs the very batches that a single process
    /// runs, and so gives the same bits. Shards differ by at most one batch; with more shards than batches some are empty.
    /// </summary>
    /// <param name="rows">Rows of the whole input.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <returns>The first row and the row after the last, both 0-based.</returns>
    public (long Start, long End) Range(long rows, int batchSize)
    {
        var batches = (rows + batchSize - 1) / batchSize;
        var (first, last) = (batches * (Number - 1) / Count, batches * Number / Count);
        return (Math.Min(first * batchSize, rows), Math.Min(last * batchSize, rows));
    }

    /// <summary>As on the command line, for example <c>2/3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1;
}
