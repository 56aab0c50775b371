using System.Diagnostics;

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

        // The store on S3 takes no model of the drawn dataset.
        Build("Rehearse").EndsWith(0).Says("predict in 4 containers").Says("the same bytes").Says("production.json");
        Assert.Equal("", Docker("ps --all --quiet"));
        Assert.DoesNotContain("127.0.0.1:", Docker("images"), StringComparison.Ordinal);
        Assert.Empty(Leftovers());

        Interrupt();
        Assert.Equal("", Docker("ps --all --quiet"));
        Assert.Empty(Leftovers());
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
        else if (Environment.GetEnvironmentVariable("FASHION_MNIST_DATA") is null)
            Skip = "needs the real dataset; name its folder with FASHION_MNIST_DATA";
    }
}
