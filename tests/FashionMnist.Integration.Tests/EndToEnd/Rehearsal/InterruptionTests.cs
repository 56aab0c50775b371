using System.Diagnostics;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>Ctrl-C in the middle of the targets that work with the engine: the signal goes to every process of the terminal.</summary>
[Collection(CleanClone.Collection)]
public sealed class InterruptionTests(CleanClone clone) : IDisposable
{
    private readonly EngineScene _scene = new(clone);

    public void Dispose() => _scene.Dispose();

    [DockerFact]
    public async Task Ctrl_C_in_the_middle_of_a_target_leaves_nothing_behind()
    {
        _scene.Engine.Start();
        _scene.Build("Predict", "--model-store", _scene.Store).EndsWith(0);
        _scene.Build("PublishImageContent").EndsWith(0);
        using var servers = _scene.StartServers();

        Interrupt("║ BuildImage", servers, "BuildImage");
        Interrupt("are the same bytes", servers, "SmokeImage", "--model-store", _scene.Store);
        Interrupt(": Pushing", servers, "PushImage", "--allow-dirty");
        Interrupt("Step 7:", servers, "Rehearse");

        await SurvivingState.RequireWholeAsync(servers);
        _scene.Build(servers.Variables, "PushImage", "--allow-dirty").EndsWith(0);
    }

    private void Interrupt(string line, RehearsalServers servers, params string[] command)
    {
        using var process = _scene.Start(servers, command);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } said && !said.Contains(line, StringComparison.Ordinal))
        {
            // On to the middle.
        }

        var rest = process.StandardOutput.ReadToEndAsync();
        using (var kill = Process.Start("kill", ["-INT", "--", $"-{process.Id}"]))
            kill.WaitForExit();
        Assert.True(process.WaitForExit(EngineScene.Patience), "it ended after Ctrl-C");

        Assert.True(process.ExitCode != 0, $"{command[0]} interrupted ended with 0:\n{rest.Result}");
        Assert.Contains("Aborted", rest.Result, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", rest.Result, StringComparison.Ordinal);
        Assert.Equal("", _scene.Engine.Docker("ps --all --quiet"));
        Assert.Empty(_scene.Leftovers);
    }
}
