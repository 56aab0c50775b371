using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Pipelines.Harness;

/// <summary>Lints Jenkinsfiles and runs them with recorded steps, in the Groovy that Jenkins uses.</summary>
internal static class GroovyHarness
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The home of the Java that Debian's groovy needs; none: it is not there.</summary>
    public static string? JavaHome { get; } = FindJavaHome();

    private static string Folder
    {
        get
        {
            var root = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(root, "FashionMnist.sln")))
                root = Path.GetDirectoryName(root)!;
            return Path.Combine(root, "tests", "FashionMnist.Build.Tests", "Pipelines", "Harness");
        }
    }

    /// <summary>What the linter finds, one finding a line.</summary>
    public static async Task<IReadOnlyList<string>> LintAsync(params IEnumerable<string> files)
    {
        var list = files.ToList();
        var lines = await RunAsync("lint.groovy", list);
        Assert.Equal($"{list.Count} files looked at", lines[^1]);
        return lines[..^1];
    }

    /// <summary>Runs every scenario.</summary>
    public static async Task<IReadOnlyList<JenkinsRun>> PlayAsync(params IReadOnlyList<JenkinsScenario> scenarios)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(scenarios, Format));
            var lines = await RunAsync("run.groovy", [file]);
            var runs = JsonSerializer.Deserialize<List<JenkinsRun>>(lines[^1], Format)!;
            Assert.All(runs, x => Assert.DoesNotContain(x.Log, y => y.Kind == "broken"));
            return runs;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string[]> RunAsync(string script, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("groovy", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["JAVA_HOME"] = JavaHome;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"groovy {script}: {await errors}{await output}");
        return (await output).TrimEnd().Split('\n');
    }

    private static string? FindJavaHome()
    {
        var java = Installed.Find("java");
        if (java is null || !File.Exists("/usr/bin/groovy"))
            return null;
        var real = File.ResolveLinkTarget(java, returnFinalTarget: true)?.FullName ?? java;
        return Path.GetDirectoryName(Path.GetDirectoryName(real));
    }
}

/// <summary>How a job is run; see run.groovy.</summary>
internal sealed record JenkinsScenario(string Jenkinsfile)
{
    public Dictionary<string, string> Params { get; init; } = [];

    public Dictionary<string, int> Fail { get; init; } = [];

    /// <summary>The builds before, the last one first.</summary>
    public JenkinsBuild[] History { get; init; } = [];

    /// <summary>Files that earlier builds left in the workspace.</summary>
    public string[] Leftovers { get; init; } = [];

    /// <summary>Files of results in which a test failed although its target succeeded.</summary>
    public string[] FailedTests { get; init; } = [];

    public string? RestartFrom { get; init; }

    public string? LoseAgentAt { get; init; }

    public string? StopAt { get; init; }

    public bool FirstBuild { get; init; }

    public string? Shell { get; init; }

    public string[] Stub { get; init; } = [];

    public string[] MissingCredentials { get; init; } = [];

    public Dictionary<string, string> Secrets { get; init; } = [];

    public Dictionary<string, string> Environment { get; init; } = [];
}

/// <summary>A build of the past; a branch of null: it left no variable that names one.</summary>
internal sealed record JenkinsBuild(string Result, string? Branch);

/// <summary>What a run did.</summary>
internal sealed record JenkinsRun(string Result, IReadOnlyList<JenkinsStep> Log, string? Description)
{
    private const string Prefix = "./build.sh ";
    private const string Suffix = " --skip";

    /// <summary>The targets that the stages ran, in their order.</summary>
    public IReadOnlyList<string> Targets => [.. Scripts.Where(x => x.StartsWith(Prefix, StringComparison.Ordinal) && x.EndsWith(Suffix, StringComparison.Ordinal)).Select(x => x[Prefix.Length..^Suffix.Length]).Where(x => x != "Notify")];

    /// <summary>How often the team was told, and of what.</summary>
    public IReadOnlyList<string> Told => [.. Log.Where(x => x.Kind == "sh" && x.Text == "./build.sh Notify --skip").Select(x => x.Environment!["NUKE_OUTCOME"])];

    public IEnumerable<string> Scripts => Log.Where(x => x.Kind == "sh").Select(x => x.Text);

    public IEnumerable<string> Of(string kind) => Log.Where(x => x.Kind == kind).Select(x => x.Text);
}

/// <summary>One recorded step.</summary>
internal sealed record JenkinsStep(string Kind, string? Stage, string Text, Dictionary<string, string>? Environment, string? Output);

/// <summary>Needs groovy.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GroovyFactAttribute : FactAttribute
{
    public GroovyFactAttribute()
    {
        Skip = Slow.WhySkipped("runs a Jenkinsfile in Groovy, whose every stage starts a build");
        if (Skip is null && GroovyHarness.JavaHome is null)
            Skip = "groovy is not installed; apt-get install groovy";
    }
}
