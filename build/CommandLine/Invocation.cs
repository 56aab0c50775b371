using System.Text.Json;
using FashionMnist.Models;
using FashionMnist.Models.Text;

namespace FashionMnist.Build.CommandLine;

/// <summary>
/// Reads an invocation before the engine does, because the engine goes on with only a warning, or without a word, where a
/// target, an option or a value is misspelt.
/// </summary>
internal sealed class Invocation(BuildSurface surface)
{
    private const string SchemaKey = "$schema";
    private static readonly string[] VariablePrefixes = ["NUKE_"];

    /// <summary>What is wrong with a command line, or <see langword="null"/>.</summary>
    public string? ProblemWith(IReadOnlyList<string> arguments)
    {
        var targets = arguments.TakeWhile(x => !IsOption(x)).Count();
        var options = Options([.. arguments.Skip(targets)]).ToList();
        return arguments.Take(targets).Select(ProblemWithTarget).FirstOrDefault(x => x is not null)
            ?? options.Select(x => ProblemWithOption(x.Name, x.Values)).FirstOrDefault(x => x is not null)
            ?? ProblemWithRepetition(options.Select(x => x.Name));
    }

    /// <summary>The value of an option, or <see langword="null"/>.</summary>
    public static string? ValueOf(IReadOnlyList<string> arguments, string option) =>
        Options([.. arguments.SkipWhile(x => !IsOption(x))]).LastOrDefault(x => BuildParameter.KeyOf(x.Name) == BuildParameter.KeyOf(option)).Values?.FirstOrDefault();

    /// <summary>What is wrong with a parameters file, or <see langword="null"/>.</summary>
    public string? ProblemWithFile(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.EnumerateObject()
                .Where(x => x.Name != SchemaKey)
                .Select(x => surface.Parameters.GetValueOrDefault(BuildParameter.KeyOf(x.Name)) is { } known
                    ? ProblemWithValues(known, $"{path}: {x.Name}", Values(x.Value))
                    : $"{path}: there is no parameter {x.Name}.{NearestName.Hint(x.Name, surface.Parameters.Values.Select(y => y.Name))}")
                .FirstOrDefault(x => x is not null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"{path}: not a JSON object: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>What is wrong with the environment variables meant for this build, or <see langword="null"/>.</summary>
    public string? ProblemWithEnvironment(IReadOnlyDictionary<string, string> variables) => variables
        .Where(x => VariablePrefixes.Any(y => x.Key.StartsWith(y, StringComparison.OrdinalIgnoreCase)))
        .Select(x => surface.Parameters.GetValueOrDefault(BuildParameter.KeyOf(x.Key[VariablePrefixes[0].Length..])) is { } known
            ? ProblemWithValues(known, x.Key, [x.Value])
            : null)
        .FirstOrDefault(x => x is not null);

    /// <summary>Prints the problem, if there is one.</summary>
    /// <returns>The exit code, or <see langword="null"/> if all is well.</returns>
    public static int? Report(string? problem, TextWriter error)
    {
        if (problem is null)
            return null;
        error.WriteLine($"{problem} See ./build.sh --help");
        return ExitCodes.Usage;
    }

    private static bool IsOption(string argument) => argument.StartsWith('-');

    private static IEnumerable<(string Name, List<string> Values)> Options(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count;)
        {
            var values = arguments.Skip(i + 1).TakeWhile(x => !IsOption(x)).ToList();
            yield return (arguments[i], values);
            i += values.Count + 1;
        }
    }

    private static List<string> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().Select(x => x.ToString())],
        JsonValueKind.Object => [],
        _ => [element.ToString()],
    };

    // The engine takes the last one and drops the others without a word.
    private string? ProblemWithRepetition(IEnumerable<string> options) => options
        .GroupBy(BuildParameter.KeyOf)
        .Where(x => x.Count() > 1)
        .Select(x => $"{x.First()} is given {x.Count()} times; give it once{(new ParameterValue(surface.Parameters[x.Key].Type).IsList ? ", with all values after it" : "")}.")
        .FirstOrDefault();

    private string? ProblemWithTarget(string argument) => argument.Split('+')
        .Where(x => !surface.Targets.Contains(x, StringComparer.OrdinalIgnoreCase))
        .Select(x => $"There is no target {x}.{NearestName.Hint(x, surface.Targets)}")
        .FirstOrDefault();

    private string? ProblemWithOption(string option, List<string> values)
    {
        if (surface.Parameters.GetValueOrDefault(BuildParameter.KeyOf(option)) is not { } known)
            return $"There is no option {option}.{NearestName.Hint(option, surface.Parameters.Values.Select(x => x.Option))}";
        if (known.Name is "Target" or "Skip")
            return values.Select(ProblemWithTarget).FirstOrDefault(x => x is not null);
        return ProblemWithValues(known, option, values);
    }

    private static string? ProblemWithValues(BuildParameter parameter, string source, List<string> values)
    {
        var converter = new ParameterValue(parameter.Type);
        if (values.Count == 0)
            return converter.NeedsValue ? $"{source} needs a value." : null;
        if (values.Count > 1 && !converter.IsList)
            return $"{source} takes one value; write targets before the first option.";
        return values.Where(x => !converter.Accepts(x))
            .Select(x => $"{source}: {(parameter.Secret ? "the value" : $"'{x}'")} is not {converter.Expected}.{NearestName.Hint(x, converter.Choices)}")
            .FirstOrDefault();
    }
}
