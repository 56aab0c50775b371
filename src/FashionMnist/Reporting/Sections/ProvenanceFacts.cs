using System.Globalization;
using FashionMnist.Models.Packages;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>Where a model comes from, as its manifest says.</summary>
internal static class ProvenanceFacts
{
    public const string Id = "provenance";

    public static IEnumerable<FactsSection.Group> Of(ModelManifest model) =>
    [
        new("Model",
        [
            ("Name", Html.Foreign(model.Name)),
            ("Package", Html.Code(model.Onnx.Sha256)),
            ("Commit", Html.Tag("span", Html.Code(model.Source.Commit), model.Source.Dirty ? " with uncommitted changes" : "")),
            ("Trained", Figures.Time(model.Created)),
            ("Size", $"{Figures.Bytes(model.Onnx.Bytes)}, opset {model.Onnx.Opset.ToString(CultureInfo.InvariantCulture)}"),
        ]),
        new("Training",
        [
            ("Profile", Html.Foreign(model.Training.Profile)),
            ("Seed", model.Training.Seed.ToString(CultureInfo.InvariantCulture)),
            ("Threads", model.Training.Threads.ToString(CultureInfo.InvariantCulture)),
            .. Optional("Convolutions in", model.Training.ComputeType),
            ("Fingerprint", Html.Code(model.Training.Fingerprint)),
            .. model.Training.HyperParameters.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => (x.Key, (Node)Html.Foreign(x.Value))),
        ]),
        new("Training data",
        [
            ("Dataset", Html.Tag("span", Html.Foreign(model.Data.Name), model.Data.Synthetic ? " (SYNTHETIC: drawn by this software)" : "")),
            .. model.Data.Files.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => (x.Key, (Node)Html.Code(x.Value))),
        ]),
        new("Packages, and the engine that built",
            [.. model.Packages.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => (x.Key, (Node)Html.Foreign(x.Value)))]),
    ];

    private static IEnumerable<(string Name, Node Value)> Optional(string name, string? value) =>
        value is null ? [] : [(name, Html.Foreign(value))];
}
