using FashionMnist.Models.Registry;
using FashionMnist.Prediction;
using Serilog;

namespace FashionMnist.Job.Display;

/// <summary>The last line of a run.</summary>
internal static class Summary
{
    public static void Write(ILogger log, PredictionResult result)
    {
        var manifest = result.Manifest;
        if (manifest.Model.Synthetic)
            log.Warning("The model was trained on drawn images, not on Fashion-MNIST");

        if (manifest.Pictures is { } pictures)
            Warn(log, pictures);

        var accuracy = manifest.Accuracy is { } x ? Text($", accuracy {x:P2}") : "";
        var rejected = manifest.Counts.Rejected > 0 ? Text($", {manifest.Counts.Rejected:N0} rows rejected") : "";
        var shard = manifest.Shard is { } part ? $" (shard {part})" : "";
        var report = manifest.Report is { } page ? Text($", report {page.File}") : "";
        log.ForContext("Accuracy", manifest.Accuracy)
            .ForContext("Rejected", manifest.Counts.Rejected)
            .ForContext("PackageId", manifest.Model.PackageId)
            .ForContext("Commit", manifest.Model.Commit)
            .Information(
                "{Images:N0} images{ShardText:l} in {Seconds:0.0} s{AccuracyText:l}{RejectedText:l}, "
                + "model {Model:l} {Package:l}, results in {Output:l}{ReportText:l}",
                manifest.Counts.Predicted,
                shard,
                manifest.Durations.TotalSeconds,
                accuracy,
                rejected,
                manifest.Model.Name,
                StoreKeys.Abbreviate(manifest.Model.PackageId),
                result.Address,
                report);
    }

    private static void Warn(ILogger log, PictureCounts pictures)
    {
        if (pictures.LightBackground > pictures.Inverted)
        {
            log.Warning(
                "{Count:N0} images have a light background, and the model knows garments on black; --invert auto inverts such images",
                pictures.LightBackground - pictures.Inverted);
        }

        if (pictures.Inverted > 0)
            log.Information("{Count:N0} images were inverted", pictures.Inverted);
        if (pictures.Resized > 0)
            log.Information("{Count:N0} images were scaled", pictures.Resized);
        if (pictures.OtherFiles > 0)
            log.Warning("{Count:N0} files are not named .png and were left out", pictures.OtherFiles);
        if (pictures is { LabelledFolders: > 0, OtherFolders: > 0 })
        {
            log.Warning(
                "{Count:N0} images lie in folders that are named by no label, so no folder's name was taken for one",
                pictures.OtherFolders);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
