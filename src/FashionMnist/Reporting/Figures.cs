using System.Globalization;

namespace FashionMnist.Reporting;

/// <summary>Numbers as reports write them, the same in every country. No-break spaces keep number and unit together.</summary>
internal static class Figures
{
    private const string Minus = "\u2212";
    private const string Space = "\u00a0";

    /// <summary>A share as 91.65 %.</summary>
    public static string Percent(double share, int digits = 2) =>
        $"{(share * 100).ToString($"F{digits}", CultureInfo.InvariantCulture)}{Space}%";

    /// <summary>A range of shares as 13-20 %, with a dash</summary>
    public static string PercentRange(double from, double to) =>
        $"{(from * 100).ToString("F0", CultureInfo.InvariantCulture)}\u2013{Percent(to, 0)}";

    /// <summary>A difference of shares with its sign, as +0.31 points.</summary>
    public static string Points(double difference)
    {
        var points = Math.Round(difference * 100, 2, MidpointRounding.AwayFromZero);
        var sign = points > 0 ? "+" : points < 0 ? Minus : "\u00b1";
        return $"{sign}{Math.Abs(points).ToString("F2", CultureInfo.InvariantCulture)}{Space}points";
    }

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its sign.</summary>
    public static string Signed(long count) => $"{(count > 0 ? "+" : count < 0 ? Minus : "")}{Count(Math.Abs(count))}";

    /// <summary>A count with what is counted, as 1 image and 2 images.</summary>
    public static string Count(long count, string singular) => $"{Count(count)}{Space}{singular}{(count == 1 ? "" : "s")}";

    public static string Seconds(double seconds)
    {
        if (seconds < 100)
            return $"{seconds.ToString("0.0##", CultureInfo.InvariantCulture)}{Space}s";
        var whole = (long)Math.Round(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{whole / 60:N0}{Space}min {whole % 60:00}{Space}s");
    }

    public static string Milliseconds(double milliseconds) => $"{milliseconds.ToString("0.000", CultureInfo.InvariantCulture)}{Space}ms";

    public static string Bytes(long bytes) => bytes < 1000
        ? Count(bytes, "byte")
        : $"{(bytes / 1000.0).ToString("N0", CultureInfo.InvariantCulture)}{Space}kB";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + $"{Space}UTC";

    /// <summary>The first digits of an id, enough to tell packages apart.</summary>
    public static string Short(string id) => id.Length <= 12 ? id : id[..12];
}
