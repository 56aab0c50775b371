using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using FashionMnist.Models;

namespace FashionMnist.Build.Images;

/// <summary>Runs the batch job in a container that may do nothing but its work.</summary>
internal static class JobContainer
{
    /// <summary>Label of every container that this build starts; its value is the run's own, so that runs on one engine leave each other alone.</summary>
    public const string Label = "fashion-mnist.run";

    private const int ExitCodeOfKilled = 137;
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>
    /// Runs the job: root file system read-only, no capabilities, no new privileges, room for temporary files, the user that the image names.
    /// </summary>
    /// <param name="engine">Runs it.</param>
    /// <param name="run">What to run.</param>
    /// <param name="cancellationToken">Kills the container.</param>
    /// <returns>The exit code and what the job wrote; the container is gone.</returns>
    public static Task<ContainerOutcome> RunAsync(ContainerEngine engine, ContainerRun run, CancellationToken cancellationToken) => engine.GuardAsync(
        "run the job in a container",
        async () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Never cut short: the engine would make the container all the same, and nobody would know its id.
            var container = await engine.Client.Containers.CreateContainerAsync(Parameters(run), CancellationToken.None);
            try
            {
                await engine.Client.Containers.StartContainerAsync(container.ID, new ContainerStartParameters(), cancellationToken);
                var end = await engine.Client.Containers.WaitContainerAsync(container.ID, cancellationToken)
                    ?? throw new IOException("the engine stopped before the container had ended");
                using var logs = await engine.Client.Containers.GetContainerLogsAsync(
                    container.ID, tty: false, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true }, cancellationToken);
                var (output, error) = await logs.ReadOutputToEndAsync(cancellationToken);
                return new ContainerOutcome((int)end.StatusCode, output, error);
            }
            finally
            {
                await RemoveAsync(engine, container.ID);
            }
        },
        cancellationToken);

    /// <summary>A name for a run that no other has.</summary>
    public static string NewRun(string purpose) => $"{purpose}-{Guid.NewGuid():n}";

    /// <summary>Removes the containers of a run.</summary>
    public static Task RemoveAllAsync(ContainerEngine engine, string run) => engine.GuardAsync(
        "remove the containers of this run",
        async () =>
        {
            foreach (var container in await ListAsync(engine, $"{Label}={run}"))
                await RemoveAsync(engine, container.ID);
        },
        CancellationToken.None);

    /// <summary>Removes what a killed build left: containers of any run that ended and that nobody came for.</summary>
    public static Task RemoveAbandonedAsync(ContainerEngine engine, TimeProvider time) => engine.GuardAsync(
        "remove old containers",
        async () =>
        {
            foreach (var container in await ListAsync(engine, Label))
            {
                if (container.State != "running" && container.Created < time.GetUtcNow().UtcDateTime - Abandoned)
                    await RemoveAsync(engine, container.ID);
            }
        },
        CancellationToken.None);

    /// <summary>Removes a container, running or not; one that is gone, or about to go, is what is wanted.</summary>
    public static async Task RemoveAsync(ContainerEngine engine, string id)
    {
        try
        {
            await engine.Client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }
        catch (DockerContainerNotFoundException)
        {
            // It is gone, which is what is wanted.
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // Another call removes it at this moment.
        }
    }

    private static Task<IList<ContainerListResponse>> ListAsync(ContainerEngine engine, string label)
    {
        var filter = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [label] = true } };
        return engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filter });
    }

    /// <summary>What the exit code of a container means.</summary>
    /// <exception cref="FashionMnistException">It is not 0; carries the job's own exit code, or the documented one that fits.</exception>
    public static void RequireSuccess(string what, ContainerOutcome outcome)
    {
        if (outcome.ExitCode == ExitCodes.Ok)
            return;
        var (exitCode, why) = outcome.ExitCode switch
        {
            ExitCodeOfKilled => (ExitCodes.TryAgain, "it was killed, perhaps for want of memory; run it again"),
            _ when ExitCodes.IsDocumented(outcome.ExitCode) => (outcome.ExitCode, outcome.LastLine),
            _ => (ExitCodes.Internal, outcome.LastLine),
        };
        throw new FashionMnistException(exitCode, $"{what} failed in its container with exit code {outcome.ExitCode}: {why}");
    }

    private static CreateContainerParameters Parameters(ContainerRun run) => new()
    {
        Image = run.Image,
        Cmd = [.. run.Arguments],
        Env = [.. run.Environment.Select(x => $"{x.Key}={x.Value}")],
        Labels = new Dictionary<string, string> { [Label] = run.Name },
        HostConfig = new HostConfig
        {
            NetworkMode = run.Network,
            ReadonlyRootfs = true,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            Tmpfs = new Dictionary<string, string> { ["/tmp"] = "rw,noexec,nosuid,size=512m,mode=1777" },
            Binds = [.. run.Mounts],
        },
    };
}

/// <summary>A run of the job in a container.</summary>
/// <param name="Image">The image.</param>
/// <param name="Name">Which run this belongs to.</param>
/// <param name="Arguments">Arguments of the job.</param>
/// <param name="Network"><c>none</c> or <c>host</c>.</param>
/// <param name="Mounts">Folders, as <c>here:there:ro</c> or <c>here:there</c>.</param>
/// <param name="Environment">Variables.</param>
internal sealed record ContainerRun(
    string Image,
    string Name,
    IReadOnlyList<string> Arguments,
    string Network,
    IReadOnlyList<string> Mounts,
    IReadOnlyDictionary<string, string> Environment);

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">Exit code of the job.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ContainerOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The last thing it said.</summary>
    public string LastLine => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Trim() ?? "it said nothing";
}
