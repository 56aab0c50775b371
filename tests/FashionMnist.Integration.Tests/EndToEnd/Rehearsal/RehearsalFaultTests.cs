using System.Text;
using System.Text.RegularExpressions;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>Servers that die in the middle of the steps of a rehearsal.</summary>
[Collection(CleanClone.Collection)]
public sealed partial class RehearsalFaultTests(CleanClone clone) : IDisposable
{
    private readonly EngineScene _scene = new(clone);

    public void Dispose() => _scene.Dispose();

    [DockerFact]
    public async Task A_server_killed_in_the_middle_of_a_step_ends_the_rehearsal_in_one_line_and_leaves_nothing_half_done()
    {
        _scene.Engine.Start();
        _scene.Build("Predict", "--model-store", _scene.Store).EndsWith(0);
        _scene.Build("BuildImage").EndsWith(0);

        foreach (var fault in RehearsalFault.Tried)
        {
            using var servers = _scene.StartServers();
            var before = Traces();
            var (exitCode, output) = RehearseAndKill(servers, fault);
            RequireClearEnd(fault, exitCode, output);
            Assert.Empty(_scene.Leftovers);

            // What a killed engine keeps nobody can remove; it does no harm to the rehearsals that follow.
            if (fault.Server == "engine")
                _scene.Engine.Start();
            else
                Assert.Equal(before, Traces());
            servers.Revive(fault.Server);
            await SurvivingState.RequireWholeAsync(servers);
        }

        _scene.Build("Rehearse").EndsWith(0).Says("merge the 4 shards");
    }

    /// <summary>Containers, and names of images on a registry of this machine.</summary>
    private string[] Traces() =>
    [
        .. _scene.Engine.Docker("ps --all --quiet --no-trunc").Split('\n').Order(),
        .. _scene.Engine.Docker("images --no-trunc --digests --format {{.Repository}}:{{.Tag}}@{{.Digest}}").Split('\n').Where(x => x.StartsWith("127.0.0.1:", StringComparison.Ordinal)).Order(),
    ];

    private static void RequireClearEnd(RehearsalFault fault, int exitCode, string output)
    {
        if (fault.MayBeHarmless && exitCode == 0)
            return;
        Assert.True(exitCode is 74 or 75 or 78, $"{fault}: exit code {exitCode}\n{output}");
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        var errors = OwnError().Matches(output);
        Assert.True(errors.Count == 1 && Reason().IsMatch(errors[0].Value), $"{fault}: {string.Join(" and ", errors)}\n{output}");
    }

    /// <summary>Of this process: what its child builds print stands behind another time and level.</summary>
    [GeneratedRegex(@"^[0-9:]+ \[ERR\] .*$", RegexOptions.Multiline)]
    private static partial Regex OwnError();

    [GeneratedRegex("cannot|failed")]
    private static partial Regex Reason();

    private (int ExitCode, string Output) RehearseAndKill(RehearsalServers servers, RehearsalFault fault)
    {
        var kill = new Trigger(fault.Step, () => servers.Kill(fault.Server));
        using var events = _scene.Engine.Watch(kill.ContainerStarted);
        using var process = _scene.Start(servers, "Rehearse");
        var errors = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.AppendLine(line);
            kill.Said(line);
        }

        Assert.True(process.WaitForExit(EngineScene.Patience), "it ended");
        events.Kill();
        Assert.True(kill.Done, $"{fault}: it never came to that\n{output}");
        return (process.ExitCode, $"{output}{errors.Result}");
    }

    /// <summary>Does something once, in the middle of a step.</summary>
    private sealed class Trigger(RehearsalStep step, Action act)
    {
        private readonly Lock _lock = new();
        private bool _inStep;
        private int _containers;
        private bool _done;

        /// <summary>Whether it was done; waits while it is being done.</summary>
        public bool Done
        {
            get
            {
                lock (_lock)
                    return _done;
            }
        }

        public void Said(string line)
        {
            if (line.Contains("Step ", StringComparison.Ordinal))
                _inStep = line.Contains($": {step.Name}", StringComparison.Ordinal);
            if (_inStep && step.Containers == 0 && (step.Middle is null || line.Contains(step.Middle, StringComparison.Ordinal)))
                Act();
        }

        public void ContainerStarted()
        {
            if (Interlocked.Increment(ref _containers) == step.Containers)
                Act();
        }

        private void Act()
        {
            lock (_lock)
            {
                if (!_done)
                    act();
                _done = true;
            }
        }
    }
}
