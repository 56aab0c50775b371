using System.Collections.Immutable;

namespace Nuke.Common.Tooling;

/// <summary>What has been set, in the order in which it was set first.</summary>
internal sealed record Options
{
    public static readonly Options None = new();

    public string ToolPath { get; init; }

    public string WorkingDirectory { get; init; }

    public ImmutableDictionary<string, string> Variables { get; init; }

    public int? Timeout { get; init; }

    public bool? LogOutput { get; init; }

    public bool? LogInvocation { get; init; }

    public IReadOnlyList<string> AdditionalArguments { get; init; } = [];

    public IReadOnlyList<string> Secrets { get; init; } = [];

    public Action<OutputType, string> Logger { get; init; }

    public Action<IProcess> ExitHandler { get; init; }

    /// <summary>What stands before all options, for example a project.</summary>
    public string Subject { get; init; }

    /// <summary>What stands after all options, for example the settings of a test run.</summary>
    public ImmutableList<string> Trailing { get; init; } = [];

    private ImmutableList<(string Key, string[] Words)> Words { get; init; } = [];

    /// <summary>Sets an option; no words take it away. A known option keeps its place.</summary>
    public Options With(string key, params string[] words)
    {
        var index = Words.FindIndex(x => x.Key == key);
        return this with { Words = index < 0 ? Words.Add((key, words)) : Words.SetItem(index, (key, words)) };
    }

    /// <summary>Adds to the words of an option.</summary>
    public Options Plus(string key, params string[] words) => With(key, [.. Words.Find(x => x.Key == key).Words ?? [], .. words]);

    public Options WithFlag(string flag, bool? value) => With(flag, value == true ? [flag] : []);

    public Options WithProperty(string name, string value) =>
        With("property:" + name, value is null ? [] : [$"--property:{name}={Arguments.Quoted(value)}"]);

    public Options WithProperty(string name, bool? value) =>
        WithProperty(name, value switch { null => null, true => "true", false => "false" });

    public Options WithValue(string option, string value) => With(option, value is null ? [] : [option, Arguments.Quoted(value)]);

    public Options WithVariables(IEnumerable<KeyValuePair<string, string>> variables) =>
        this with { Variables = (Variables ?? EnvironmentInfo.Variables.ToImmutableDictionary()).SetItems(variables) };

    public string Render(string verb)
    {
        List<string> words = [verb];
        if (Subject is not null)
            words.Add(Arguments.Quoted(Subject));
        words.AddRange(Words.SelectMany(x => x.Words));
        words.AddRange(AdditionalArguments);
        words.AddRange(Trailing);
        return string.Join(' ', words.Where(x => x.Length > 0));
    }
}
