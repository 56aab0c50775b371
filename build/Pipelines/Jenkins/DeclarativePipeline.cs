using FashionMnist.Build.Pipelines.Groovy;

namespace FashionMnist.Build.Pipelines.Jenkins;

/// <summary>A declarative Jenkins pipeline; members stand in the order in which they are written.</summary>
internal sealed record DeclarativePipeline
{
    /// <summary>Lines above the pipeline.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Functions before the pipeline.</summary>
    public IReadOnlyList<GroovyFunction> Functions { get; init; } = [];

    public required Agent Agent { get; init; }

    public IReadOnlyList<GroovyCall> Options { get; init; } = [];

    public IReadOnlyList<GroovyCall> Parameters { get; init; } = [];

    public IReadOnlyList<(string Name, GroovyValue Value)> Environment { get; init; } = [];

    public required IReadOnlyList<Stage> Stages { get; init; }

    public Post Post { get; init; } = new([]);
}

/// <summary>Where a pipeline or a stage runs.</summary>
/// <param name="Label">Label of the agents; none: any agent.</param>
internal sealed record Agent(string? Label = null);

/// <summary>A stage; has either steps, or stages one after another, or stages side by side.</summary>
internal sealed record Stage(string Name)
{
    public Agent? Agent { get; init; }

    public IReadOnlyList<GroovyCall> Options { get; init; } = [];

    public IReadOnlyList<(string Name, GroovyValue Value)> Environment { get; init; } = [];

    /// <summary>The stage is left out where this is false.</summary>
    public GroovyValue? When { get; init; }

    public IReadOnlyList<GroovyStatement> Steps { get; init; } = [];

    public IReadOnlyList<Stage> Stages { get; init; } = [];

    public IReadOnlyList<Stage> Parallel { get; init; } = [];

    public Post Post { get; init; } = new([]);
}

/// <summary>What happens afterwards.</summary>
internal sealed record Post(params IReadOnlyList<(PostCondition Condition, IReadOnlyList<GroovyStatement> Steps)> Conditions);

/// <summary>When something happens afterwards.</summary>
internal enum PostCondition
{
    Always,
    Success,
    Aborted,
    Failure,
    Unstable,
}
