using System.Security.Cryptography;
using System.Text;

namespace FashionMnist.Prediction.Merging;

/// <summary>The manifest of a whole run. It follows from those of the parts alone, so merging again writes the same bytes.</summary>
internal static class MergedManifest
{
    /// <param name="parts">The parts, in order, that fit together.</param>
    /// <param name="outputs">The files of the whole.</param>
    public static PredictionManifest Of(IReadOnlyList<PredictionManifest> parts, IReadOnlyList<OutputIdentity> outputs)
    {
        var counts = CountsOf(parts);
        return parts[0] with
        {
            Shard = null,
            Input = InputOf(parts),
            Outputs = outputs,
            Report = null,
            Counts = counts,
            Pictures = parts[0].Pictures is null ? null : PicturesOf([.. parts.Select(x => x.Pictures!)]),
            Accuracy = counts.Labelled == 0 ? null : (double)counts.Right / counts.Labelled,
            Durations = DurationsOf(parts),
            Parts = [.. parts.Select(x => new PartIdentity(x.Shard!.Value.Number, x.Counts.Read, x.Host.Name, x.Durations.Started, x.Durations.TotalSeconds))],
        };
    }

    /// <summary>Where the same batch may give another last bit.</summary>
    public static string? MixtureOf(IReadOnlyList<PredictionManifest> parts)
    {
        var kinds = parts.Select(x => FormattableString.Invariant($"{x.Host.Architecture} with {x.Host.Threads} threads")).Distinct().ToList();
        return kinds.Count > 1 ? string.Join(", ", kinds) : null;
    }

    /// <summary>No part of a folder saw all of its files, so the whole is the hash of the parts' hashes, one a line.</summary>
    private static InputIdentity InputOf(IReadOnlyList<PredictionManifest> parts) => parts[0].Input.ListingSha256 is null
        ? parts[0].Input
        : parts[0].Input with
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(x => $"{x.Input.Sha256}\n"))))),
        };

    private static RowCounts CountsOf(IReadOnlyList<PredictionManifest> parts) => new(
        parts.Sum(x => x.Counts.Read),
        parts.Sum(x => x.Counts.Predicted),
        parts.Sum(x => x.Counts.Rejected),
        parts[0].Counts.PerClass.Keys.ToDictionary(x => x, x => parts.Sum(y => y.Counts.PerClass.GetValueOrDefault(x))))
    {
        Labelled = parts.Sum(x => x.Counts.Labelled),
        Right = parts.Sum(x => x.Counts.Right),
    };

    private static PictureCounts PicturesOf(IReadOnlyList<PictureCounts> parts) => parts[0] with
    {
        LightBackground = parts.Sum(x => x.LightBackground),
        Inverted = parts.Sum(x => x.Inverted),
        Resized = parts.Sum(x => x.Resized),
    };

    private static RunDurations DurationsOf(IReadOnlyList<PredictionManifest> parts)
    {
        var started = parts.Min(x => x.Durations.Started);
        var ended = parts.Max(x => x.Durations.Started + TimeSpan.FromSeconds(x.Durations.TotalSeconds));
        return new RunDurations(started, parts.Max(x => x.Durations.LoadSeconds), Math.Round((ended - started).TotalSeconds, 3));
    }
}
