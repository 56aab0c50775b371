using System.Globalization;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;

namespace FashionMnist.Prediction;

/// <summary>Where many rows are of no use, something else is wrong than rows.</summary>
internal static class RejectLimit
{
    /// <summary>Demands that no more rows were set aside than allowed, and never all of them.</summary>
    /// <param name="read">Rows read.</param>
    /// <param name="rejected">Rows set aside.</param>
    /// <param name="allowed">Largest share of them, 0 to 1.</param>
    /// <param name="first">The first of them, if it is known.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if there are more.</exception>
    public static void Check(long read, long rejected, double allowed, RejectedRow? first)
    {
        if (rejected == 0 || (rejected < read && rejected <= allowed * read))
            return;
        var limit = rejected == read ? "never all of them may be set aside" : string.Create(CultureInfo.InvariantCulture, $"allowed are {100 * allowed:0.##} % (--max-rejects)");
        var example = first is { } row ? string.Create(CultureInfo.InvariantCulture, $"; the first: {row.File}: row {row.Row}: {row.Reason}") : "";
        throw new FashionMnistException(
            ExitCodes.BadInput,
            string.Create(CultureInfo.InvariantCulture, $"{rejected:N0} of {read:N0} rows cannot be used, {limit}{example}; nothing was written"));
    }
}
