using System.Numerics;

namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>The filters that PNG applies to rows before it packs them (https://www.w3.org/TR/png-3/, section 9).</summary>
internal static class RowFilter
{
    /// <summary>Takes a filter back.</summary>
    /// <param name="filter">Its number: 0 none, 1 left, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The row; holds the samples afterwards.</param>
    /// <param name="above">The samples of the row above, as long as <paramref name="row"/>.</param>
    /// <param name="distance">Bytes to the one that counts as the left one.</param>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                break;
            case 2:
                AddUp(row, above);
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) >> 1);
                break;
            case 4:
                UndoPaeth(row, above, distance);
                break;
            default:
                throw new InvalidDataException($"a row has the filter {filter}, which does not exist");
        }
    }

    private static void AddUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < Math.Min(distance, row.Length); i++)
            row[i] += above[i];
        for (var i = distance; i < row.Length; i++)
            row[i] += Nearest(row[i - distance], above[i], above[i - distance]);
    }

    /// <summary>Of three neighbours the one nearest to left + up - corner; of equally near ones the first.</summary>
    private static byte Nearest(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
}
