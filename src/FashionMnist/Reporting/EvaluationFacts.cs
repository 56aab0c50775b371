using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Models.Packages;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Reporting;

/// <summary>What the report of an evaluation is made from.</summary>
public sealed record EvaluationFacts
{
    /// <summary>The figures and the gate's decision.</summary>
    public required EvaluationReport Evaluation { get; init; }

    /// <summary>The candidate's manifest.</summary>
    public required ModelManifest Model { get; init; }

    /// <summary>The dataset whose test split was used.</summary>
    public required DatasetReference Dataset { get; init; }

    /// <summary>The candidate's predictions of the test split.</summary>
    public required PredictionStatistics Statistics { get; init; }

    /// <summary>Time the candidate took for all images.</summary>
    public required TimeSpan Pass { get; init; }

    /// <summary>Images in one call of the network.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Threads of the network.</summary>
    public required int Threads { get; init; }

    /// <summary>When the report is written.</summary>
    public required DateTimeOffset Written { get; init; }
}
