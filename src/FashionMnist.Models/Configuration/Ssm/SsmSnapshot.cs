using System.Text.Json;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>
/// What was read from Parameter Store, handed to the programs that a build starts, in a variable: they get the same values without
/// asking again, and no secret stands in a file or on a command line.
/// </summary>
/// <param name="Path">The path that was read.</param>
/// <param name="Parameters">What was there.</param>
public sealed record SsmSnapshot(string Path, IReadOnlyList<SsmParameter> Parameters)
{
    /// <summary>The variable.</summary>
    public const string Variable = "FASHION_MNIST_SSM_SNAPSHOT";

    /// <summary>The text of the variable.</summary>
    public string ToText() => JsonSerializer.Serialize(this, ConfigurationJsonContext.Default.SsmSnapshot);

    /// <summary>The snapshot of a path that <paramref name="environment"/> carries, or <see langword="null"/>.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if the variable is damaged.</exception>
    internal static SsmSnapshot? Find(string path, IReadOnlyDictionary<string, string> environment)
    {
        if (!environment.TryGetValue(Variable, out var text))
            return null;
        try
        {
            var snapshot = JsonSerializer.Deserialize(text, ConfigurationJsonContext.Default.SsmSnapshot);
            return snapshot?.Path == path ? snapshot : null;
        }
        catch (JsonException)
        {
            throw new FashionMnistException(ExitCodes.Configuration, $"{Variable}: not what a build writes there; unset it");
        }
    }
}
