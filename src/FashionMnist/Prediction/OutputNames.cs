using System.Globalization;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction;

/// <summary>The names of the files a process writes: a pure function of run, part, partition and format, so that a retry overwrites.</summary>
internal sealed class OutputNames(RunIdentity identity, OutputFormat format, Partition? partition = null)
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
}
