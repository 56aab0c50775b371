using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>The image and the whole cloud path, in a clone, with a Docker engine that belongs to the test.</summary>
[Collection(CleanClone.Collection)]
public sealed class RehearsalTests(CleanClone clone) : IDisposable
{
    private const string BaseImage = "fashion-mnist-test-base:1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-mnist-engine-").FullName;
    private readonly string? _data = Environment.GetEnvironmentVariable("FASHION_MNIST_DATA");
    private string? _engine;

    private string Temporary => Path.Combine(_folder, "tmp");

    private string EngineFolder => Path.Combine(_folder, "docker");

    public void Dispose()
    {
        if (_engine is not null)
            Script("docker-down.sh", EngineFolder);
        Directory.Delete(_folder, recursive: true);
    }

    [DockerFact]
    public void The_image_predicts_like_this_machine_and_the_rehearsal_leaves_nothing_behind()
    {
        StartEngine();
        var store = Path.Combine(clone.Root, "store-image");
        Build("Predict", "--model-store", store).EndsWith(0);

        Build("SmokeImage", "--model-store", store).EndsWith(0)
            .Says("are the same bytes")
            .Says("Exit code 65 as documented")
            .Says("Exit code 66 as documented")
            .Says("Exit code 64 as documented");
        Build("BuildImage").EndsWith(0).Says("nothing has changed");
        Build("Rehearse", "--shards", "1").EndsWith(64).Says("--shards 1: allowed 2 to 100");

        // The store on S3 takes no model of the drawn dataset.
        var run = Build("Rehearse", "--shards", "2", "4", "16").EndsWith(0).Says("production.json");
        foreach (var shards in new[] { 2, 4, 16 })
        {
            run.Says($"predict in {shards} containers")
                .Says($"shard {(shards / 2) + 1} killed in the middle and retried, shard 1 run twice at the same time")
                .Says($"merge the {shards} shards");
        }

        Assert.Equal(3, Regex.Count(run.Output, "merge the [0-9]+ shards +[0-9.]+ s +the same bytes as the single process: [0-9a-f]{64}"));
        run.Says("noticed by the merge, which wrote no result; run again, the parts fit").Says("5 shards, most of them empty; the same bytes");
        Assert.Equal("", Docker("ps --all --quiet"));
        Assert.DoesNotContain("127.0.0.1:", Docker("images"), StringComparison.Ordinal);
        Assert.Empty(Leftovers());

        Interrupt();
        Assert.Equal("", Docker("ps --all --quiet"));
        Assert.Empty(Leftovers());
    }

    [DockerFact]
    public void A_server_killed_in_a_step_ends_the_rehearsal_in_one_line_and_leaves_nothing_half_done()
    {
        StartEngine();
        Build("Predict", "--model-store", Path.Combine(clone.Root, "store-image")).EndsWith(0);
        Build("BuildImage").EndsWith(0);

        (string Step, string Server)[] faults =
        [
            ("PublishModel and Promote", "s3"), ("predict in 4 containers", "s3"), ("merge the 4 shards", "s3"),
            ("PushImage", "registry"), ("pull the image", "registry"),
            ("BuildImage", "engine"), ("predict in one container", "engine"),
        ];
        foreach (var (step, server) in faults)
        {
            using var servers = new RehearsalServers(clone.Root, EngineFolder);
            var (exitCode, output) = RehearseAndKill(servers, step, server);

            Assert.True(exitCode is 74 or 75 or 78, $"{server} killed in {step}: exit code {exitCode}\n{output}");
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.Matches(@"\[ERR\] .*(cannot|failed) .*", output);
            Assert.Empty(Directory.GetFileSystemEntries(Temporary, "fashion-mnist-*"));
            if (server == "engine")
            {
                // A dead engine cannot be cleaned up; the last rehearsal below shows that what it keeps does no harm.
                StartEngine();
                continue;
            }

            Assert.Equal("", Docker("ps --all --quiet"));
            Assert.DoesNotContain("127.0.0.1:", Docker("images"), StringComparison.Ordinal);
        }

        Build("Rehearse").EndsWith(0).Says("merge the 4 shards");
    }

    private (int ExitCode, string Output) RehearseAndKill(RehearsalServers servers, string step, string server)
    {
        var start = new ProcessStartInfo(Path.Combine(clone.Root, "build.sh"), ["Rehearse", "--base-image", BaseImage, "--docker-host", _engine!])
        {
            WorkingDirectory = clone.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in servers.Variables)
            start.Environment[name] = value;
        // Its own, so that another rehearsal on this machine leaves nothing there.
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Temporary).FullName;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new System.Text.StringBuilder();
        var killed = false;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.AppendLine(line);
            if (killed || !line.Contains(": " + step, StringComparison.Ordinal) || !line.Contains("Step ", StringComparison.Ordinal))
                continue;
            servers.Kill(server);
            killed = true;
        }

        Assert.True(process.WaitForExit(Patience), "it ended");
        Assert.True(killed, $"there is no step {step}:\n{output}");
        return (process.ExitCode, $"{output}{errors.Result}");
    }

    /// <summary>Ctrl-C in the middle: the signal goes to every process of the terminal.</summary>
    private void Interrupt()
    {
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", Path.Combine(clone.Root, "build.sh"), "Rehearse", "--base-image", BaseImage])
        {
            WorkingDirectory = clone.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOCKER_HOST"] = _engine },
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("Step 2:", StringComparison.Ordinal))
        {
            // Servers run and the bucket is made when the second step begins.
        }

        var rest = process.StandardOutput.ReadToEndAsync();
        using (var kill = Process.Start("kill", ["-INT", "--", $"-{process.Id}"]))
            kill.WaitForExit();
        Assert.True(process.WaitForExit(Patience), "it ended after Ctrl-C");
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("Aborted", rest.Result, StringComparison.Ordinal);
    }

    private static string[] Leftovers() => Directory.GetDirectories(Path.GetTempPath(), "fashion-mnist-rehearsal-*");

    private BuildRun Build(string target, params string[] arguments) =>
        clone.Build(_data, [target, .. arguments, "--docker-host", _engine!, "--base-image", BaseImage]);

    private void StartEngine()
    {
        _engine = Script("docker-up.sh", EngineFolder).Split('=', 2)[1].Trim();
        Script("base-image.sh", BaseImage);
    }

    private string Docker(string arguments) => Run("docker", arguments.Split(' '));

    private string Script(string name, string argument) => Run(Path.Combine(clone.Root, "tests", "servers", name), [argument]);

    private string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (_engine is not null)
            start.Environment["DOCKER_HOST"] = _engine;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: exit code {process.ExitCode}\n{error.Result}");
        return output.Trim();
    }
}

/// <summary>An end-to-end test that also needs a Docker engine, which it starts itself.</summary>
internal sealed class DockerFactAttribute : FactAttribute
{
    private const string Switch = "FASHION_MNIST_TEST_DOCKER";

    /// <summary>Skips with the reason where it cannot run.</summary>
    public DockerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(EndToEndFactAttribute.Variable) != "1" || Environment.GetEnvironmentVariable(Switch) != "1")
            Skip = $"starts a Docker engine as root and takes minutes; set {EndToEndFactAttribute.Variable}=1 and {Switch}=1 to run it, as .ci/run does";
        else
            Skip = EndToEndFactAttribute.WithoutRealData;
    }
}
