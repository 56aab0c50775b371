using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;

namespace FashionMnist.Evaluation;

/// <summary>evaluation.json: the figures of a candidate, of the champion it was held against, and the gate's decision.</summary>
/// <param name="PackageId">SHA-256 of the candidate's model.onnx.</param>
/// <param name="Dataset">Name of the dataset whose test split was used.</param>
/// <param name="Metrics">Figures of the candidate.</param>
/// <param name="ChampionId">SHA-256 of the champion's model.onnx, if there is a champion.</param>
/// <param name="ChampionAccuracy">Accuracy of the champion on the same images, if there is a champion.</param>
/// <param name="Thresholds">What the gate asked for.</param>
/// <param name="Passed">Whether the candidate may go out.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record EvaluationReport(
    string PackageId,
    string Dataset,
    ModelMetrics Metrics,
    string? ChampionId,
    double? ChampionAccuracy,
    GateOptions Thresholds,
    bool Passed,
    string Reason)
{
    /// <summary>Accuracy of the float32 export on the same images; <see langword="null"/> if the candidate is float32 itself.</summary>
    public double? Float32Accuracy { get; init; }

    /// <summary>Candidate and champion image by image, if there is a champion.</summary>
    public PairedComparison? Comparison { get; init; }

    /// <summary>Confidence against accuracy: the bins of the calibration error.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; init; } = [];

    /// <summary>The most confident mistakes, the surest first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>The JSON text of the report.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJsonContext.Default.EvaluationReport) + "\n";
}

/// <summary>A wrong prediction.</summary>
/// <param name="Index">0-based index of the test image.</param>
/// <param name="Expected">True label, 0 to 9.</param>
/// <param name="Predicted">Predicted label, 0 to 9.</param>
/// <param name="Probability">Probability of the predicted label, 0 to 1.</param>
public sealed record Mistake(long Index, int Expected, int Predicted, float Probability);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJsonContext : JsonSerializerContext;
