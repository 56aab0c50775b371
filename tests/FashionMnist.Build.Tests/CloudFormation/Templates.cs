using FashionMnist.Build.Tests.Pipelines;
using FashionMnist.Testing.CloudFormation;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>The templates of the checkout, and what others find in templates.</summary>
internal static class Templates
{
    public static string Folder => Path.Combine(Sources.Root, "deploy", "cloudformation");

    public static IReadOnlyList<CloudFormationTemplate> All =>
        [.. Directory.GetFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(CloudFormationTemplate.Load)];

    public static CloudFormationTemplate Get(string name) => CloudFormationTemplate.Load(Path.Combine(Folder, $"{name}.yaml"));

    /// <summary>What the schemas of AWS and the rules of Guard find, a line each.</summary>
    public static Task<IReadOnlyList<string>> ValidateAsync(IEnumerable<string> files) => FindingsAsync(
        ["cloudformation.mjs", Path.Combine(Folder, "rules"), "cloudformation.samples.json", .. files]);

    /// <summary>What a script of tests/validators finds; its exit code must say whether it found something.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IEnumerable<string> arguments)
    {
        var (exitCode, lines) = await NodeAsync(arguments);
        Assert.Equal(lines.Count == 0 ? 0 : 1, exitCode);
        return lines;
    }

    /// <summary>Runs a script of tests/validators.</summary>
    /// <returns>Its exit code and the lines it printed.</returns>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> NodeAsync(IEnumerable<string> arguments)
    {
        var (exitCode, lines, errors) = await Node.RunAsync(ValidatorTheoryAttribute.Folder, arguments);
        Assert.Equal("", errors);
        return (exitCode, lines);
    }
}
