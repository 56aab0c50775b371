namespace FashionMnist.Build.Pipelines.Groovy;

/// <summary>A value in a Groovy script.</summary>
internal abstract record GroovyValue
{
    public static implicit operator GroovyValue(string text) => new GroovyText(text);

    public static implicit operator GroovyValue(bool flag) => new GroovyCode(flag ? "true" : "false");

    public static implicit operator GroovyValue(int number) => new GroovyCode($"{number}");
}

/// <summary>Text in single quotes: Groovy puts nothing into it.</summary>
internal sealed record GroovyText(string Text) : GroovyValue
{
    /// <summary>Whether it is written in as many lines as it has.</summary>
    public bool IsScript { get; init; }
}

/// <summary>Text in double quotes, in which Groovy replaces <c>${...}</c>. Never for a shell: what comes in would be run.</summary>
internal sealed record GroovyTemplate(string Text) : GroovyValue;

/// <summary>An expression as it is, for example <c>params.BRANCH</c>.</summary>
internal sealed record GroovyCode(string Code) : GroovyValue;

/// <summary>A list.</summary>
internal sealed record GroovyList(params IReadOnlyList<GroovyValue> Items) : GroovyValue;

/// <summary>A map with text keys.</summary>
internal sealed record GroovyMap(params IReadOnlyList<(string Key, GroovyValue Value)> Entries) : GroovyValue;

/// <summary>A call of a step, of a function, or of a symbol such as <c>credentials</c>.</summary>
/// <param name="Name">What is called.</param>
/// <param name="Arguments">Values by position.</param>
internal sealed record GroovyCall(string Name, params IReadOnlyList<GroovyValue> Arguments) : GroovyValue
{
    /// <summary>Values by name.</summary>
    public IReadOnlyList<(string Name, GroovyValue Value)> Named { get; init; } = [];

    /// <summary>The same call with another value by name.</summary>
    public GroovyCall With(string name, GroovyValue value) => this with { Named = [.. Named, (name, value)] };
}
