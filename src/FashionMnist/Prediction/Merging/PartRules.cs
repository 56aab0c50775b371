using FashionMnist.Models;
using FashionMnist.Models.Registry;

namespace FashionMnist.Prediction.Merging;

/// <summary>What has to hold for parts to be the parts of one run.</summary>
internal sealed class PartRules(MergeRequest request, OutputFormat format, IReadOnlyList<PredictionManifest> parts)
{
    // Above what any file or run can be, and far from where sums overflow.
    private const long MaximumBytes = 1L << 48;
    private const double MaximumSeconds = 1e9;

    /// <summary>Demands that all parts fit together.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> with the first part that does not.</exception>
    public void Check()
    {
        for (var i = 0; i < parts.Count; i++)
        {
            CheckIdentity(parts[i], i + 1);
            CheckSameRun(parts[i], i + 1);
            CheckCounts(parts[i], i + 1);
        }

        RejectLimit.Check(parts.Sum(x => x.Counts.Read), parts.Sum(x => x.Counts.Rejected), request.MaximumRejects, first: null);
    }

    private void CheckIdentity(PredictionManifest part, int number)
    {
        Require(number, part.RunId == request.RunId, $"is of run {part.RunId ?? "(no id)"}, not {request.RunId ?? "(no id)"}");
        Require(number, part.Shard == new Shard(number, request.Shards), $"says it is part {part.Shard?.ToString() ?? "(none)"}");
        var names = new OutputNames(new RunIdentity(request.RunId, new Shard(number, request.Shards)), format);
        string[] files = [.. part.Outputs.Select(x => x.File)];
        Require(
            number,
            files.SequenceEqual(HasRejects(parts[0]) ? [names.Predictions, names.Rejects] : [names.Predictions]),
            $"has the outputs {string.Join(", ", files)}; all parts need the same --format and --on-error");
        Require(number, part.Report is null || part.Report.File == names.Report, $"has the report {part.Report?.File}");
    }

    private void CheckSameRun(PredictionManifest part, int number)
    {
        var first = parts[0];
        Same(number, "the model", Model(first), Model(part));
        Same(number, "the input", first.Input.Uri, part.Input.Uri);
        Same(number, "a batch size of", $"{first.Host.BatchSize}", $"{part.Host.BatchSize}");
        Same(number, "version", first.SoftwareVersion, part.SoftwareVersion);
        var folder = first.Input.ListingSha256 is not null && part.Input.ListingSha256 is not null;
        Unchanged(number, first.Input.Uri, folder ? first.Input.ListingSha256 : first.Input.Sha256, folder ? part.Input.ListingSha256 : part.Input.Sha256);
        Require(number, part.Input.Rows == first.Input.Rows, $"saw {part.Input.Rows} rows, part 1 {first.Input.Rows}");
        Same(number, "the labels", first.Labels?.Uri ?? "(none)", part.Labels?.Uri ?? "(none)");
        Unchanged(number, first.Labels?.Uri ?? "", first.Labels?.Sha256, part.Labels?.Sha256);
        Same(number, "the columns", string.Join(", ", first.Columns ?? ["(usual)"]), string.Join(", ", part.Columns ?? ["(usual)"]));
        Require(number, part.Pictures is null == first.Pictures is null, "counted pictures where part 1 did not, or the other way round");
    }

    private void CheckCounts(PredictionManifest part, int number)
    {
        Require(number, part.Host.BatchSize >= 1 && part.Input.Rows >= 0, "has no batch size or no number of rows");
        var (start, end) = new Shard(number, request.Shards).Range(part.Input.Rows, part.Host.BatchSize);
        var counts = part.Counts;
        Require(number, counts.Read == end - start, $"read {counts.Read} rows; its share are the {end - start} from row {start}");
        Require(
            number,
            IsShare(counts.Predicted, counts.Read)
                && counts.Predicted + counts.Rejected == counts.Read
                && part.Outputs[0].Rows == counts.Predicted
                && counts.Rejected == (HasRejects(part) ? part.Outputs[1].Rows : 0)
                && counts.PerClass.Values.All(x => IsShare(x, counts.Predicted))
                && counts.PerClass.Values.Sum() == counts.Predicted
                && IsShare(counts.Labelled, counts.Predicted)
                && IsShare(counts.Right, counts.Labelled)
                && part.Outputs.All(x => IsShare(x.Bytes, MaximumBytes)),
            "has counts that do not add up");
        Require(number, part.Durations.TotalSeconds is >= 0 and < MaximumSeconds && part.Durations.Started.Year < DateTime.MaxValue.Year, "has no duration");
    }

    private static bool IsShare(long some, long all) => some >= 0 && some <= all;

    private static bool HasRejects(PredictionManifest part) => part.Outputs.Count > 1;

    private static string Model(PredictionManifest x) => $"{x.Model.Name} {x.Model.PackageId} (manifest {x.Model.ManifestSha256})";

    private static void Same(int number, string what, string first, string other) =>
        Require(number, first == other, $"has {what} {other}, part 1 {first}; run the parts of one run alike");

    private static void Unchanged(int number, string uri, string? first, string? other) => Require(
        number, first == other, $"read other content than part 1: {uri} was changed during the run ({Short(first)}, then {Short(other)}); run all parts again");

    private static string Short(string? sha256) => sha256 is null ? "(none)" : StoreKeys.Abbreviate(sha256);

    private static void Require(int number, bool holds, string otherwise)
    {
        if (!holds)
            throw new FashionMnistException(ExitCodes.BadInput, $"The parts do not fit together: part {number} {otherwise}");
    }
}
