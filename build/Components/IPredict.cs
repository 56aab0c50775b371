using System.Globalization;
using System.Text.Json;
using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Models.Registry;
using Nuke.Common;
using Nuke.Common.IO;

namespace FashionMnist.Build.Components;

/// <summary>Predicts the test images with the promoted model.</summary>
[HelpGroup(HelpGroup.Prediction)]
internal interface IPredict : IPromoteModel
{
    [Parameter("Folder or s3:// prefix for the predictions. Default is artifacts/predictions")]
    string Output => TryGetValue(() => Output) is not { } given ? ArtifactsDirectory / "predictions"
        : given.Contains("://", StringComparison.Ordinal) ? given
        : Path.GetFullPath(given);

    Target Predict => _ => _
        .Description("Predicts the 10,000 test images with the promoted model; makes whatever is missing for it on the way")
        .DependsOn(PublishModel)
        .Executes(this.Guarded(async () =>
        {
            if (!Registry.IsShared && PromotedId is null)
                Tell(await Registry.PromoteAsync(Candidate.Manifest.Onnx.Sha256, new PromoteOptions { Reason = "first prediction with this store" }));

            Job.Run(
            [
                "predict",
                "--model", StoreAddress,
                "--model-name", ModelName,
                "--input", Path.Combine(Dataset.Directory, Dataset.TestImages),
                "--labels", Path.Combine(Dataset.Directory, Dataset.TestLabels),
                "--output", Output,
                "--report",
                "--batch-size", $"{Settings.Options.Prediction.BatchSize}",
                "--threads", $"{Settings.Options.Prediction.Threads}",
                "--log-format", "text",
            ]);
            Summarize();
        }));

    private void Summarize()
    {
        if (Output.Contains("://", StringComparison.Ordinal))
            return;

        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "_manifest.json")));
        var accuracy = manifest.RootElement.GetProperty("accuracy").GetDouble().ToString("P2", CultureInfo.InvariantCulture);
        ReportSummary(_ => new()
        {
            ["Accuracy"] = Dataset.Synthetic ? $"{accuracy} on SYNTHETIC images" : accuracy,
            ["Model"] = manifest.RootElement.GetProperty("model").GetProperty("packageId").GetString()![..12],
            ["Results"] = RootDirectory.GetUnixRelativePathTo(Output),
            ["Report"] = $"{RootDirectory.GetUnixRelativePathTo(Output)}/{manifest.RootElement.GetProperty("report").GetProperty("file").GetString()}",
        });
    }
}
