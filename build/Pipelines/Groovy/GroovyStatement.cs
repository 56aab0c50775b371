namespace FashionMnist.Build.Pipelines.Groovy;

/// <summary>A statement of a Groovy script.</summary>
internal abstract record GroovyStatement;

/// <summary>A step, with what runs inside of it where it takes a block.</summary>
internal sealed record GroovyStep(GroovyCall Call, params IReadOnlyList<GroovyStatement> Body) : GroovyStatement;

/// <summary>Runs something only where a condition holds.</summary>
internal sealed record GroovyIf(GroovyValue Condition, IReadOnlyList<GroovyStatement> Then, params IReadOnlyList<GroovyStatement> Otherwise)
    : GroovyStatement;

/// <summary>Gives a variable or a property a value.</summary>
/// <param name="Target">What gets it, for example <c>def earlier</c> or <c>env.GIT_BRANCH</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record GroovyAssignment(string Target, GroovyValue Value) : GroovyStatement;

/// <summary>Repeats something as long as a condition holds.</summary>
internal sealed record GroovyWhile(GroovyValue Condition, params IReadOnlyList<GroovyStatement> Body) : GroovyStatement;

/// <summary>The end of a function.</summary>
internal sealed record GroovyReturn(GroovyValue Value) : GroovyStatement;

/// <summary>A function that stands before the pipeline.</summary>
/// <param name="Comment">Why it is there.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameter">The name of its only parameter; none: it has no parameter.</param>
/// <param name="Body">What it does.</param>
internal sealed record GroovyFunction(string Comment, string Name, string? Parameter, params IReadOnlyList<GroovyStatement> Body);
