using Docker.DotNet;
using Docker.DotNet.Models;
using FashionMnist.Models;

namespace FashionMnist.Build.Images;

/// <summary>A container engine that answered and is new enough.</summary>
internal sealed class ContainerEngine : IDisposable
{
    /// <summary>Of Docker 19.03; older engines lack what the build asks for.</summary>
    public static readonly System.Version OldestApi = new(1, 40);

    private static readonly string[] Schemes = ["unix", "npipe", "tcp", "http"];

    private ContainerEngine(string address, DockerClient client, VersionResponse version) =>
        (Address, Client, Version) = (address, client, version);

    /// <summary>Where it listens, for example <c>unix:///var/run/docker.sock</c>.</summary>
    public string Address { get; }

    public DockerClient Client { get; }

    /// <summary>What it says of itself.</summary>
    public VersionResponse Version { get; }

    /// <summary>Name and version, for the record.</summary>
    public string Name => $"Docker {Version.Version} (API {Version.APIVersion}, {Version.Os}/{Version.Arch})";

    /// <summary>Where an engine listens by default.</summary>
    public static string DefaultAddress => OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock";

    /// <summary>Asks an engine for its version.</summary>
    /// <param name="address">Where it listens; <see langword="null"/>: <see cref="DefaultAddress"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if there is none or it is too old.</exception>
    public static async Task<ContainerEngine> ConnectAsync(string? address, CancellationToken cancellationToken = default)
    {
        address ??= DefaultAddress;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !Schemes.Contains(uri.Scheme))
        {
            throw new FashionMnistException(
                ExitCodes.Configuration, $"Docker engine {address}: not an address this build can use; name one of {string.Join(", ", Schemes)} with --docker-host");
        }

        // No time limit: a build or a push may take longer than any guess.
        var client = new DockerClientConfiguration(uri, defaultTimeout: Timeout.InfiniteTimeSpan).CreateClient();
        try
        {
            var version = await EngineErrors.GuardAsync(address, "connect", () => client.System.GetVersionAsync(cancellationToken), cancellationToken);
            RequireUsable(address, version);
            return new ContainerEngine(address, client, version);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The image of a name, or <see langword="null"/> if the engine has none.</summary>
    public Task<ImageInspectResponse?> FindImageAsync(string name, CancellationToken cancellationToken) => GuardAsync<ImageInspectResponse?>(
        $"look at the image {name}",
        async () =>
        {
            try
            {
                return await Client.Images.InspectImageAsync(name, cancellationToken);
            }
            catch (DockerImageNotFoundException)
            {
                return null;
            }
        },
        cancellationToken);

    /// <inheritdoc cref="EngineErrors.GuardAsync{T}"/>
    public Task<T> GuardAsync<T>(string action, Func<Task<T>> work, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(Address, action, work, cancellationToken);

    /// <inheritdoc cref="EngineErrors.GuardAsync{T}"/>
    public Task GuardAsync(string action, Func<Task> work, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(Address, action, work, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static void RequireUsable(string address, VersionResponse version)
    {
        if (!System.Version.TryParse(version.APIVersion, out var api) || api < OldestApi)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"Docker engine {address}: it speaks version {version.APIVersion} of the API and the build needs {OldestApi}; update the engine");
        }

        if (version.Os != "linux")
        {
            throw new FashionMnistException(
                ExitCodes.Configuration, $"Docker engine {address}: it runs {version.Os} containers; switch it to Linux containers");
        }
    }
}
