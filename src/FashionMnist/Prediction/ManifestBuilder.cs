using System.Reflection;
using System.Runtime.InteropServices;
using FashionMnist.Data;
using FashionMnist.IO;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction;

/// <summary>Puts together what a run writes about itself.</summary>
internal sealed class ManifestBuilder(PredictionRequest request, Loaded loaded, PredictionCounts counts, RunClock clock)
{
    private static readonly string SoftwareVersion =
        typeof(ManifestBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public PredictionManifest Build(InputIdentity input, InputIdentity? labels, PngImageReader? pictures, StagedFile predictions, StagedFile? rejects)
    {
        var manifest = loaded.Model.Manifest;
        var outputs = new List<OutputIdentity> { new(predictions.Name, predictions.Sha256, predictions.Bytes, counts.Predicted) };
        if (rejects is not null)
            outputs.Add(new(rejects.Name, rejects.Sha256, rejects.Bytes, counts.Rejected));

        return new PredictionManifest
        {
            SchemaVersion = PredictionManifest.CurrentSchemaVersion,
            RunId = request.Identity.RunId,
            Shard = request.Identity.Shard,
            Model = new ModelIdentity(
                manifest.Name,
                loaded.Model.PackageId,
                loaded.Model.Package.ManifestSha256,
                loaded.Model.Address,
                loaded.Model.PointerVersionId,
                manifest.Source.Commit,
                manifest.Data.Synthetic),
            Input = input,
            Labels = labels,
            Outputs = outputs,
            Columns = request.Probabilities || request.Keep.Count > 0 ? [.. new OutputFields(request.Probabilities, pictures is not null, request.Keep).Columns()] : null,
            Counts = new RowCounts(
                counts.Read,
                counts.Predicted,
                counts.Rejected,
                Enumerable.Range(0, LabelMap.Count).ToDictionary(LabelMap.NameOf, x => counts.PerClass[x]))
            {
                Labelled = counts.Labelled,
                Right = counts.Right,
            },
            Pictures = pictures is null ? null : new PictureCounts(
                counts.LightBackgrounds,
                counts.Inverted,
                counts.Resized,
                pictures.LabelledFolders,
                pictures.OtherFolders,
                pictures.OtherFiles),
            Accuracy = counts.Accuracy,
            Durations = clock.Durations(),
            Host = new HostIdentity(
                Environment.MachineName,
                RuntimeInformation.OSDescription,
                $"{RuntimeInformation.ProcessArchitecture}",
                Environment.ProcessorCount,
                loaded.Classifier.Threads,
                request.BatchSize),
            SoftwareVersion = SoftwareVersion,
        };
    }
}
