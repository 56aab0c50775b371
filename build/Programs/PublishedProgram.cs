using System.Text.RegularExpressions;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Serilog;
using Serilog.Events;

namespace FashionMnist.Build.Programs;

/// <summary>
/// One of the solution's programs, published into a folder of its own and started from there as a process, so that no target
/// ever overwrites an assembly that runs.
/// </summary>
internal sealed partial class PublishedProgram(AbsolutePath root, string project, string assembly, string folder = "src")
{
    private const string BatchVariables = "AWS_BATCH_";

    private static readonly string[] SharedInputs =
        ["src/FashionMnist", "src/FashionMnist.Models", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    /// <summary>The assembly to start with <c>dotnet exec</c>.</summary>
    public AbsolutePath Assembly => Folder / $"{assembly}.dll";

    private AbsolutePath Folder => root / "artifacts" / "programs" / project;

    private AbsolutePath Stamp => root / "artifacts" / "programs" / $"{project}.sha256";

    /// <summary>Hash of everything the program is made from.</summary>
    public string Sources => SourceHash.Of(root, [.. SharedInputs, $"{folder}/{project}"]);

    /// <summary>Whether the published program is made from the sources as they are now.</summary>
    public bool IsCurrent => Stamp.FileExists() && Stamp.ReadAllText().Trim() == Sources;

    /// <summary>Publishes the program.</summary>
    public void Publish()
    {
        var sources = Sources;
        Stamp.DeleteFile();
        Folder.CreateOrCleanDirectory();
        DotNetTasks.DotNetPublish(_ => _
            .SetProject(root / folder / project / $"{project}.csproj")
            .SetConfiguration("Release")
            .SetOutput(Folder)
            .SetProcessEnvironmentVariable("RunAnalyzers", "false"));
        AtomicFile.Write(Stamp, sources + "\n");
    }

    /// <summary>Runs the program and hands its log on.</summary>
    /// <exception cref="FashionMnistException">The program failed; carries its exit code.</exception>
    public void Run(params IEnumerable<string> arguments)
    {
        var words = arguments.ToList();
        using var process = ProcessTasks.StartProcess(
            "dotnet",
            string.Join(' ', words.Prepend<string>(Assembly).Select(Quote)),
            workingDirectory: root,
            environmentVariables: Variables(),
            logInvocation: false,
            logger: (_, line) => Relay(line));
        process.AssertWaitForExit();
        if (process.ExitCode != ExitCodes.Ok)
            throw new FashionMnistException(process.ExitCode, $"{assembly} {words[0]} failed with exit code {process.ExitCode}");
    }

    /// <summary>
    /// Without what AWS Batch says of its job: where the build itself is such a job, what it starts is still a whole run and no shard.
    /// </summary>
    private static Dictionary<string, string> Variables() => EnvironmentInfo.Variables
        .Where(x => !x.Key.StartsWith(BatchVariables, StringComparison.Ordinal))
        .ToDictionary(x => x.Key, x => x.Value);

    private static string Quote(string argument) =>
        argument.Length > 0 && !argument.Any(x => char.IsWhiteSpace(x) || x == '"') ? argument : $"\"{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void Relay(string line)
    {
        var match = LogLine().Match(line);
        var level = match.Groups["level"].Value switch
        {
            "WRN" => LogEventLevel.Warning,
            "ERR" or "FTL" => LogEventLevel.Error,
            _ => LogEventLevel.Information,
        };
        Log.Write(level, "{Line:l}", match.Success ? match.Groups["message"].Value : line);
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d (?<level>[A-Z]{3}) (?<message>.*)$")]
    private static partial Regex LogLine();
}
