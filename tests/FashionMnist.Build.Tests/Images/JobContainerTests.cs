using FashionMnist.Build.Images;
using FashionMnist.Build.Tests.Servers;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Images;

[Collection(Cloud.Collection)]
public sealed class JobContainerTests(Cloud cloud)
{
    [Theory]
    [InlineData(65, ExitCodes.BadInput, "exit code 65: last")]
    [InlineData(75, ExitCodes.TryAgain, "exit code 75: last")]
    [InlineData(137, ExitCodes.TryAgain, "exit code 137: it was killed")]
    [InlineData(127, ExitCodes.Internal, "exit code 127: last")]
    [InlineData(1, ExitCodes.Internal, "exit code 1: last")]
    public void The_exit_code_of_a_container_becomes_a_documented_one(int container, int documented, string says)
    {
        var e = Assert.Throws<FashionMnistException>(() => JobContainer.RequireSuccess("predict", new ContainerOutcome(container, "", "first\nlast\n")));

        Assert.Equal(documented, e.ExitCode);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        JobContainer.RequireSuccess("predict", new ContainerOutcome(0, "", ""));
    }

    [ServersFact]
    public async Task Runs_on_one_engine_leave_each_others_containers_alone()
    {
        using var engine = await cloud.ConnectAsync();
        var (mine, others) = (JobContainer.NewRun("test"), JobContainer.NewRun("test"));
        using var stop = new CancellationTokenSource();
        var running = JobContainer.RunAsync(engine, Sleep(others), stop.Token);
        var ended = JobContainer.RunAsync(engine, Sleep(mine), CancellationToken.None);
        await UntilAsync(engine, count: 2);

        await JobContainer.RemoveAbandonedAsync(engine, TimeProvider.System);
        await JobContainer.RemoveAllAsync(engine, mine);

        await Xunit.Record.ExceptionAsync(() => ended);
        Assert.False(running.IsCompleted);
        await UntilAsync(engine, count: 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await UntilAsync(engine, count: 0);
    }

    [ServersFact]
    public async Task An_engine_killed_while_a_container_runs_is_one_line()
    {
        using var engine = await cloud.ConnectAsync();
        var running = JobContainer.RunAsync(engine, Sleep(JobContainer.NewRun("test")), CancellationToken.None);
        await UntilAsync(engine, count: 1);

        ServerScripts.Kill(Path.Combine(cloud.EngineFolder, "engine.pid"));
        var e = await Xunit.Record.ExceptionAsync(() => running);
        cloud.StartEngine();

        var refusal = Assert.IsType<FashionMnistException>(e);
        Assert.Contains(refusal.ExitCode, new[] { ExitCodes.TryAgain, ExitCodes.Configuration });
        Assert.DoesNotContain('\n', refusal.Message);
        using var again = await cloud.ConnectAsync();
        await JobContainer.RemoveAbandonedAsync(again, new Later());
        await UntilAsync(again, count: 0);
    }

    /// <summary>This machine's own program, because the base image has none.</summary>
    private static ContainerRun Sleep(string run) =>
        new(Cloud.BaseImage, run, ["/sleep", "600"], "none", ["/bin/sleep:/sleep:ro"], new Dictionary<string, string>());

    private static Task UntilAsync(ContainerEngine engine, int count) =>
        Waiting.UntilAsync($"{count} containers", async () => await CountAsync(engine) == count);

    private static async Task<int> CountAsync(ContainerEngine engine) =>
        (await engine.Client.Containers.ListContainersAsync(new Docker.DotNet.Models.ContainersListParameters { All = true })).Count;

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(2);
    }
}
