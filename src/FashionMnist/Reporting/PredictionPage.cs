using System.Globalization;
using FashionMnist.Models.Packages;
using FashionMnist.Prediction;
using FashionMnist.Reporting.Markup;
using FashionMnist.Reporting.Sections;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Reporting;

/// <summary>The report of a run of the batch job: one file that needs nothing else, for people.</summary>
internal static class PredictionPage
{
    private const string SummaryId = "summary";
    private const string TimingsId = "timings";

    /// <summary>The bytes of the page, UTF-8. The same facts give the same bytes.</summary>
    /// <param name="run">What the run writes about itself.</param>
    /// <param name="model">The model's manifest.</param>
    /// <param name="statistics">The predictions.</param>
    /// <param name="rejectsFile">Name of the file with the rejected rows.</param>
    public static byte[] Render(PredictionManifest run, ModelManifest model, PredictionStatistics statistics, string rejectsFile)
    {
        var labelled = statistics.Confusion.Total > 0;
        var input = FileName(run.Input.Uri);
        return new Document(
            $"Predictions of {input}",
            [
                TitleSection.Render(
                    run.Shard is { } part ? $"Predictions, part {part.Number} of {part.Count} only" : "Predictions",
                    [Html.Foreign(input)],
                    [$"{Figures.Count(run.Counts.Predicted, "image")} by ", Html.Foreign(run.Model.Name), " ", Html.Code(Figures.Short(run.Model.PackageId)), $" \u00b7 {Figures.Time(run.Durations.Started)}"],
                    run.Model.Synthetic,
                    Links(statistics, labelled)),
                Html.Section(SummaryId, "Summary", KeyFigures.Render(Summary(run, statistics, labelled))),
                .. labelled ? Measured(statistics) : Array.Empty<Node>(),
                DistributionSection.Render(statistics),
                ConfidenceSection.Render(statistics),
                MistakesSection.Render(statistics),
                RejectsSection.Render(statistics, run.Counts.Rejected, rejectsFile),
                FactsSection.Render(TimingsId, "Timings", [Timings(run)]),
                FactsSection.Render(ProvenanceFacts.Id, "Provenance", [Files(run), Machine(run), .. ProvenanceFacts.Of(model)]),
            ]).ToBytes();
    }

    private static IEnumerable<(string Id, string Name)> Links(PredictionStatistics statistics, bool labelled) =>
    [
        (SummaryId, "Summary"),
        .. labelled ? [(ConfusionSection.Id, "Confusion"), (ClassSection.Id, "Classes"), (CalibrationSection.Id, "Calibration")] : Array.Empty<(string, string)>(),
        (DistributionSection.Id, "Distribution"), (ConfidenceSection.Id, "Confidence"), (MistakesSection.Id, MistakesSection.Name(statistics)),
        (RejectsSection.Id, "Rejected rows"), (TimingsId, "Timings"), (ProvenanceFacts.Id, "Provenance"),
    ];

    private static IEnumerable<Node> Measured(PredictionStatistics statistics) =>
    [
        ConfusionSection.Render(statistics.Confusion),
        ClassSection.Render(statistics.Confusion),
        CalibrationSection.Render(statistics.Calibration),
    ];

    private static IEnumerable<KeyFigures.Figure> Summary(PredictionManifest run, PredictionStatistics statistics, bool labelled)
    {
        yield return new("Predicted", Figures.Count(run.Counts.Predicted), $"of {Figures.Count(run.Counts.Read, "row")} read");
        yield return new("Rejected", Figures.Count(run.Counts.Rejected), run.Counts.Rejected == 0 ? "every row could be used" : "rows that could not be used");
        if (labelled)
        {
            var interval = Evaluation.Interval.Wilson(statistics.Confusion.Right, statistics.Confusion.Total);
            yield return new("Accuracy", Figures.Percent(statistics.Confusion.Accuracy), $"95\u00a0% interval {GateSection.Range(interval)} (Wilson score)");
        }
        else
        {
            yield return new("Accuracy", "unknown", "no labels came with the images");
        }

        yield return new("Duration", Figures.Seconds(run.Durations.TotalSeconds), $"{Figures.Seconds(run.Durations.LoadSeconds)} until the model was ready");
    }

    private static FactsSection.Group Timings(PredictionManifest run) => new("This run",
    [
        ("Started", Figures.Time(run.Durations.Started)),
        ("Until the model was ready", Figures.Seconds(run.Durations.LoadSeconds)),
        ("Until this report", Figures.Seconds(run.Durations.TotalSeconds)),
    ]);

    private static FactsSection.Group Files(PredictionManifest run) => new("Run",
    [
        .. run.RunId is { } id ? [("Run id", Html.Foreign(id))] : Array.Empty<(string, Node)>(),
        .. run.Shard is { } shard ? [("Part", $"{shard}")] : Array.Empty<(string, Node)>(),
        ("Images", Html.Foreign(run.Input.Uri)),
        ("Images, SHA-256", Html.Code(run.Input.Sha256)),
        .. run.Labels is { } labels ? [("Labels", Html.Foreign(labels.Uri)), ("Labels, SHA-256", Html.Code(labels.Sha256))] : Array.Empty<(string, Node)>(),
        .. run.Outputs.Select(x => ($"{x.File}, SHA-256", (Node)Html.Code(x.Sha256))),
        ("Model loaded from", Html.Foreign(run.Model.Address)),
        ("Software", run.SoftwareVersion),
    ]);

    private static FactsSection.Group Machine(PredictionManifest run) => new("Machine",
    [
        ("Name", Html.Foreign(run.Host.Name)),
        ("System", Html.Foreign($"{run.Host.OperatingSystem}, {run.Host.Architecture}")),
        ("Processors", run.Host.Processors.ToString(CultureInfo.InvariantCulture)),
        ("Threads of the model", run.Host.Threads.ToString(CultureInfo.InvariantCulture)),
        ("Batch size", Figures.Count(run.Host.BatchSize)),
    ]);

    private static string FileName(string uri) => uri[(uri.TrimEnd('/').LastIndexOf('/') + 1)..];
}
