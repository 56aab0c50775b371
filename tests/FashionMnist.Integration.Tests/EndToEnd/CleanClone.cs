using System.Diagnostics;
using System.Text;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>A repository of its own with what the checkout tracks now, as a stranger would clone it.</summary>
public sealed class CleanClone : IDisposable
{
    /// <summary>The tests that share one clone, one after the other: building it takes longer than most of them.</summary>
    public const string Collection = "clean clone";

    /// <summary>Makes every step of a run small: few synthetic images, a narrow network, a low gate.</summary>
    public static readonly string[] Tiny =
    [
        "--set",
        "data.downloadUrl=https://127.0.0.1:9/",
        "contract.trainCount=3000",
        "contract.testCount=600",
        "training.profiles.quick.epochs=2",
        "training.profiles.quick.width=8",
        "gate.minimumAccuracy=0.5",
        "gate.maximumRegression=0.5",
    ];

    /// <summary>A command made small; it may have settings of its own, and <c>--set</c> may stand only once.</summary>
    public static IEnumerable<string> MadeTiny(IReadOnlyList<string> command)
    {
        var set = command.ToList().IndexOf(Tiny[0]);
        return set < 0 ? [.. command, .. Tiny] : [.. command.Take(set + 1), .. Tiny.Skip(1), .. command.Skip(set + 1)];
    }

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);
    private readonly Lazy<string> _root;
    private readonly string _temp = Directory.CreateTempSubdirectory("clone-").FullName;

    /// <summary>Prepares the clone; it is made on first use.</summary>
    public CleanClone() => _root = new Lazy<string>(Make);

    /// <summary>Folder of the clone.</summary>
    public string Root => _root.Value;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_temp, recursive: true);

    /// <summary>Runs <c>./build.sh</c> in the clone with the data folder removed from the environment, or set to <paramref name="data"/>.</summary>
    internal BuildRun Build(string? data, params IEnumerable<string> arguments) => Build(new Dictionary<string, string>(), data, arguments);

    /// <summary>The same with further variables.</summary>
    internal BuildRun Build(IReadOnlyDictionary<string, string> variables, string? data, params IEnumerable<string> arguments) =>
        Run(Path.Combine(Root, "build.sh"), Root, data, arguments, variables);

    private string Make()
    {
        var source = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(source, "FashionMnist.sln")))
            source = Path.GetDirectoryName(source)!;

        var target = Directory.CreateDirectory(Path.Combine(_temp, "clean clone")).FullName;
        var files = Run("git", source, null, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).Output.Split('\0');
        foreach (var file in files.Where(x => File.Exists(Path.Combine(source, x))))
        {
            var path = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(source, file), path);
        }

        foreach (var command in new[] { "init -q", "add -A", "-c user.name=t -c user.email=t@localhost commit -q -m clone" })
            Assert.Equal(0, Run("git", target, null, command.Split(' ')).ExitCode);
        return target;
    }

    private BuildRun Run(
        string program, string directory, string? data, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(x => x.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(inherited);
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(_temp, "cache");
        start.Environment["FASHION_MNIST_DATA"] = data;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        // Servers of the compiler that outlive the run would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";

        var output = new StringBuilder();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {Patience}:\n{output}");
        }

        process.WaitForExit();
        // The engine sets its tables with no-break spaces.
        return new BuildRun(process.ExitCode, output.Replace('\u00a0', ' ').ToString());

        void Append(string? line)
        {
            lock (output)
                output.Append(line).Append(line is null ? "" : "\n");
        }
    }
}

/// <summary>What a run of the build left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything it printed.</param>
internal sealed record BuildRun(int ExitCode, string Output)
{
    /// <summary>Asserts the exit code and shows the output if it is another.</summary>
    public BuildRun EndsWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{Output}");
        return this;
    }

    /// <summary>Asserts that the output holds a text.</summary>
    public BuildRun Says(string text)
    {
        Assert.Contains(text, Output, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>Binds the clone to its collection.</summary>
[CollectionDefinition(CleanClone.Collection)]
public sealed class CleanCloneTests : ICollectionFixture<CleanClone>;
