using System.Diagnostics;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>Ctrl-C in the middle of the targets that work with the engine: the signal goes to every process of the terminal.</summary>
[Collection(CleanClone.Collection)]
public sealed class InterruptionTests(CleanClone clone) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _temporary = Directory.CreateTempSubdirectory("interruptions-").FullName;
    private readonly string? _data = Environment.GetEnvironmentVariable("FASHION_MNIST_DATA");
    private readonly TestEngine _engine = new(clone.Root);

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_temporary, recursive: true);
    }

    [DockerFact]
    public async Task Ctrl_C_in_the_middle_of_a_target_leaves_nothing_behind()
    {
        _engine.Start();
        var store = Path.Combine(clone.Root, "store-image");
        clone.Build(_data, ["Predict", "--model-store", store]).EndsWith(0);
        clone.Build(_data, ["PublishImageContent"]).EndsWith(0);
        using var servers = new RehearsalServers(clone.Root, _engine.Folder);

        Interrupt("║ BuildImage", servers, "BuildImage");
        Interrupt("are the same bytes", servers, "SmokeImage", "--model-store", store);
        Interrupt(": Pushing", servers, "PushImage", "--allow-dirty");
        Interrupt("Step 7:", servers, "Rehearse");

        await SurvivingState.RequireWholeAsync(servers);
        clone.Build(servers.Variables, _data, ["PushImage", "--allow-dirty", .. _engine.Options]).EndsWith(0);
    }

    private void Interrupt(string line, RehearsalServers servers, params string[] command)
    {
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", Path.Combine(clone.Root, "build.sh"), .. command, .. _engine.Options])
        {
            WorkingDirectory = clone.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in servers.Variables)
            start.Environment[name] = value;
        start.Environment["TMPDIR"] = _temporary;
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } said && !said.Contains(line, StringComparison.Ordinal))
        {
            // On to the middle.
        }

        var rest = process.StandardOutput.ReadToEndAsync();
        using (var kill = Process.Start("kill", ["-INT", "--", $"-{process.Id}"]))
            kill.WaitForExit();
        Assert.True(process.WaitForExit(Patience), "it ended after Ctrl-C");

        Assert.True(process.ExitCode != 0, $"{command[0]} interrupted ended with 0:\n{rest.Result}");
        Assert.Contains("Aborted", rest.Result, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", rest.Result, StringComparison.Ordinal);
        Assert.Equal("", _engine.Docker("ps --all --quiet"));
        Assert.Empty(Directory.GetFileSystemEntries(_temporary, "fashion-mnist-*"));
    }
}
