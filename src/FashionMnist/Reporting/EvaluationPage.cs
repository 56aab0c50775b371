using System.Globalization;
using FashionMnist.Reporting.Markup;
using FashionMnist.Reporting.Sections;

namespace FashionMnist.Reporting;

/// <summary>report.html of an evaluation: one file that needs nothing else, for people.</summary>
public static class EvaluationPage
{
    private const string TimingsId = "timings";

    /// <summary>The bytes of the page, UTF-8. The same facts give the same bytes.</summary>
    public static byte[] Render(EvaluationFacts facts)
    {
        var (evaluation, statistics) = (facts.Evaluation, facts.Statistics);
        var id = Figures.Short(evaluation.PackageId);
        return new Document(
            $"{(evaluation.Passed ? "Passed" : "Refused")}: evaluation of {facts.Model.Name} {id}",
            [
                TitleSection.Render(
                    "Evaluation",
                    [Html.Foreign(facts.Model.Name), " ", Html.Code(id)],
                    [$"{Figures.Count(statistics.Count, "test image")} of ", Html.Foreign(facts.Dataset.Name), $" \u00b7 {Figures.Time(facts.Written)}"],
                    facts.Dataset.Synthetic || facts.Model.Data.Synthetic,
                    [
                        (GateSection.Id, "Gate"), (AccuracySection.Id, "Accuracy"), (ConfusionSection.Id, "Confusion"), (ClassSection.Id, "Classes"),
                        (MistakesSection.Id, "Mistakes"), (DistributionSection.Id, "Distribution"), (CalibrationSection.Id, "Calibration"),
                        (TimingsId, "Timings"), (ProvenanceFacts.Id, "Provenance"),
                    ]),
                GateSection.Render(evaluation, statistics.Confusion),
                AccuracySection.Render(evaluation, statistics.Confusion),
                ConfusionSection.Render(statistics.Confusion),
                ClassSection.Render(statistics.Confusion),
                MistakesSection.Render(statistics),
                DistributionSection.Render(statistics),
                CalibrationSection.Render(statistics.Calibration),
                FactsSection.Render(TimingsId, "Timings", Timings(facts)),
                FactsSection.Render(ProvenanceFacts.Id, "Provenance", [.. ProvenanceFacts.Of(facts.Model), TestData(facts)]),
            ]).ToBytes();
    }

    private static IEnumerable<FactsSection.Group> Timings(EvaluationFacts facts) =>
    [
        new("Evaluation",
        [
            ("All test images", Figures.Seconds(facts.Pass.TotalSeconds)),
            ("Images a second", Figures.Count((long)(facts.Statistics.Count / facts.Pass.TotalSeconds))),
            ("Batch size", Figures.Count(facts.BatchSize)),
            ("Threads", facts.Threads.ToString(CultureInfo.InvariantCulture)),
            ("A single image, median", Figures.Milliseconds(facts.Evaluation.Metrics.LatencyMilliseconds)),
        ]),
        new("Training", [("Duration", Figures.Seconds(facts.Model.Training.DurationSeconds))]),
    ];

    private static FactsSection.Group TestData(EvaluationFacts facts) => new("Test data and software of this evaluation",
    [
        ("Dataset", Html.Foreign(facts.Dataset.Name)),
        ("Source", Html.Foreign(facts.Dataset.Source)),
        (facts.Dataset.TestImages.Name, Html.Code(facts.Dataset.TestImages.Sha256)),
        (facts.Dataset.TestLabels.Name, Html.Code(facts.Dataset.TestLabels.Sha256)),
        ("Software", Software.Version),
        ("Written", Figures.Time(facts.Written)),
    ]);
}
