using System.Globalization;
using System.Text.RegularExpressions;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>Plays a case in a folder of its own.</summary>
internal sealed class ConformanceCase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-").FullName;
    private readonly Dictionary<string, string> _variables;
    private readonly List<Regex> _dropped = [];
    private string _assembly = Path.Combine(Sources.Probe, "_build.dll");
    private string _directory;
    private string? _file;
    private Regex? _interruptAt;

    public ConformanceCase()
    {
        Root = Path.Combine(_folder, "root");
        _directory = Root;
        CopyTree(Path.Combine(Sources.Tests, "Conformance", "Root"), Root);
        Directory.CreateDirectory(Path.Combine(_folder, "home"));
        _variables = new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.Combine(Root, "stubs")}:/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = Path.Combine(_folder, "home"),
            ["TZ"] = "UTC",
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["NUKE_TELEMETRY_OPTOUT"] = "1",
            ["NUKE_NO_LOGO"] = "true",
        };
    }

    private string Root { get; }

    /// <summary>The text of the case with what came out this time.</summary>
    public async Task<string> Play(string path)
    {
        var transcript = Transcript.Read(path);
        var outcomes = new Dictionary<Step, string?>(ReferenceEqualityComparer.Instance);
        foreach (var step in transcript.Steps)
        {
            outcomes[step] = step.Kind switch
            {
                '$' => Clean(await Execute(step.Words)),
                '?' => Clean(Answer(step.Words)),
                '%' => Follow(step.Words, step.Text),
                '>' => Append(step.Text),
                _ => null,
            };
        }

        return transcript.With(x => outcomes[x]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> Execute(IReadOnlyList<string> words)
    {
        var interruptAt = _interruptAt;
        _interruptAt = null;
        return await ProbeRun.Execute(_assembly, words.Select(Expand), _directory, _variables, interruptAt);
    }

    private string Clean(string text)
    {
        var lines = Normaliser.Apply(text, Root).Split('\n').Where(x => !_dropped.Exists(y => y.IsMatch(x)));
        return string.Join('\n', lines);
    }

    private string Answer(IReadOnlyList<string> words)
    {
        var path = Path.Combine(Root, words[1]);
        return words[0] switch
        {
            "text" => File.ReadAllText(path),
            "tree" => string.Join('\n', FilesUnder(path).Select(x => Path.GetRelativePath(Root, x)).Order(StringComparer.Ordinal)),
            var other => throw new FormatException($"There is no question '{other}'"),
        };
    }

    private string? Follow(IReadOnlyList<string> words, string text)
    {
        var rest = text[words[0].Length..].TrimStart();
        switch (words[0])
        {
            case "build": _variables["PROBE_BUILD"] = rest; break;
            case "set": Set(words[1].Split('=', 2)); break;
            case "unset": _variables.Remove(rest); break;
            case "in": _directory = Directory.CreateDirectory(Path.Combine(Root, rest)).FullName; break;
            case "drop": _dropped.Add(new Regex(rest)); break;
            case "interrupt": _interruptAt = new Regex(rest); break;
            case "delete": Delete(Path.Combine(Root, rest)); break;
            case "file": StartFile(rest); break;
            case "place": Place(); break;
            default: throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"There is no directive '{words[0]}'"));
        }

        return null;
    }

    private void Set(string[] variable) => _variables[variable[0]] = Expand(variable[1]);

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    private void StartFile(string path)
    {
        _file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        File.WriteAllText(_file, "");
    }

    private string? Append(string line)
    {
        File.AppendAllText(_file!, line + "\n");
        return null;
    }

    /// <summary>Puts the probe where the engine finds the build's project above it; only then it writes files for editors.</summary>
    private void Place()
    {
        var target = Path.Combine(Root, "build", "bin", "Debug");
        CopyTree(Sources.Probe, target);
        File.WriteAllText(Path.Combine(Root, "build", "_build.csproj"), "<Project />\n");
        _assembly = Path.Combine(target, "_build.dll");
    }

    private string Expand(string text) => text.Replace(Normaliser.RootMark, Root, StringComparison.Ordinal);

    private static IEnumerable<string> FilesUnder(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    private static void CopyTree(string source, string target)
    {
        foreach (var file in FilesUnder(source))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
