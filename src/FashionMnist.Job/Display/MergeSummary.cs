using FashionMnist.Models.Registry;
using FashionMnist.Prediction.Merging;
using Serilog;

namespace FashionMnist.Job.Display;

/// <summary>The last lines of a merge.</summary>
internal static class MergeSummary
{
    public static void Write(ILogger log, MergeResult result)
    {
        if (result.Mixture is { } mixture)
            log.Warning("The parts were predicted on unlike machines ({Machines:l}); the last digits may differ from those of a single process", mixture);
        if (result.Removed.Count > 0)
            log.Warning("Removed what was left of other attempts at this run: {Files:l}", string.Join(", ", result.Removed));

        var manifest = result.Manifest;
        var accuracy = manifest.Accuracy is { } x ? FormattableString.Invariant($", accuracy {x:P2}") : "";
        var rejected = manifest.Counts.Rejected > 0 ? FormattableString.Invariant($", {manifest.Counts.Rejected:N0} rows rejected") : "";
        log.ForContext("Accuracy", manifest.Accuracy)
            .ForContext("Rejected", manifest.Counts.Rejected)
            .ForContext("PackageId", manifest.Model.PackageId)
            .Information(
                "{Shards} shards merged: {Images:N0} images{AccuracyText:l}{RejectedText:l}, model {Model:l} {Package:l}, results in {Output:l}",
                manifest.Parts!.Count,
                manifest.Counts.Predicted,
                accuracy,
                rejected,
                manifest.Model.Name,
                StoreKeys.Abbreviate(manifest.Model.PackageId),
                result.Address);
    }
}
