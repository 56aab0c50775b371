using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction;

/// <summary>The names of the files a process writes: a pure function of run, part, partition and format, so that a retry overwrites.</summary>
internal sealed partial class OutputNames(RunIdentity identity, OutputFormat format, Partition? partition = null)
{
    private readonly string _part =
        identity.Shard is { } x ? string.Create(CultureInfo.InvariantCulture, $"-{x.Number:D5}-of-{x.Count:D5}") : "";

    /// <summary>Folder below the output; empty for a run without partition and name. A partition comes first: tables start at the output.</summary>
    public string Folder { get; } = string.Join('/', new[] { partition?.Folders, identity.RunId }.Where(x => x is not null));

    public string Predictions => $"predictions{_part}.{PredictionFormats.Extension(format)}";

    public string Rejects => $"_rejects{_part}.jsonl";

    /// <summary>Readers of whole folders, Athena and Spark among them, skip names that begin with an underscore.</summary>
    public string Report => $"_report{_part}.html";

    public string Manifest => $"_manifest{_part}.json";

    /// <summary>
    /// The marks that no longer hold once a file of this process changes: its own and then, in a folder of one run, that of the whole. In
    /// this order, so that a merge that writes its mark in between finds the part's gone.
    /// </summary>
    public IReadOnlyList<string> Manifests =>
        identity is { RunId: not null, Shard: not null } ? [Manifest, new OutputNames(identity with { Shard = null }, format).Manifest] : [Manifest];

    /// <summary>What a run replaces whatever its format is.</summary>
    public IReadOnlyList<string> Replaced => [Predictions, Rejects, Report, Manifest];

    /// <summary>Whether a file is named as some run, some part of it or some format would name it.</summary>
    public static bool IsResult(string name) => ResultPattern().IsMatch(name);

    [GeneratedRegex(@"\A(predictions|_rejects|_report|_manifest)(-\d{5,}-of-\d{5,})?\.(csv|jsonl|parquet|html|json)\z")]
    private static partial Regex ResultPattern();
}
