using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Models.Configuration;

/// <summary>The configuration in force and where each value comes from.</summary>
/// <param name="Options">The bound and validated options.</param>
/// <param name="Values">Every value by its path, in the order of the file.</param>
public sealed record EffectiveConfiguration(FashionMnistOptions Options, IReadOnlyList<EffectiveValue> Values)
{
    /// <summary>What was read from AWS SSM; none: it was not asked.</summary>
    public SsmSnapshot? Parameters { get; init; }
}

/// <summary>One value.</summary>
/// <param name="Path">Path in the file, for example <c>training.seed</c>.</param>
/// <param name="Value">JSON text of the value; of a secret <c>"(secret)"</c>.</param>
/// <param name="Origin">Command line, environment with the variable's name, SSM with the parameter's, file with its path, or default.</param>
public sealed record EffectiveValue(string Path, string Value, string Origin)
{
    /// <summary>Origin of a value that nobody set.</summary>
    public const string Default = "default";
}
