using System.Globalization;

namespace FashionMnist.Prediction;

/// <summary>The names of the files a process writes: a pure function of run, shard and format, so that a retry overwrites.</summary>
internal sealed class OutputNames(RunIdentity identity, OutputFormat format)
{
    private readonly string _part =
        identity.Shard is { } x ? string.Create(CultureInfo.InvariantCulture, $"-{x.Number:D5}-of-{x.Count:D5}") : "";

    /// <summary>Folder below the output; empty for a run without a name.</summary>
    public string Folder => identity.RunId ?? "";

    public string Predictions => $"predictions{_part}.{(format == OutputFormat.Csv ? "csv" : "jsonl")}";

    public string Rejects => $"_rejects{_part}.jsonl";

    /// <summary>Readers of whole folders, Athena and Spark among them, skip names that begin with an underscore.</summary>
    public string Report => $"_report{_part}.html";

    public string Manifest => $"_manifest{_part}.json";
}
