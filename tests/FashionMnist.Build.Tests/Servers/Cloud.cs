using System.Diagnostics;
using System.Security.Cryptography;
using Amazon.ECR;
using Amazon.Runtime;
using FashionMnist.Build.Ecr;
using FashionMnist.Build.Images;

namespace FashionMnist.Build.Tests.Servers;

/// <summary>A Docker engine, a registry and an ECR endpoint that belong to the tests, started on first use.</summary>
public sealed class Cloud : IDisposable
{
    /// <summary>The tests that share them, one after the other.</summary>
    public const string Collection = "cloud";

    internal const string BaseImage = "fashion-mnist-test-base:1";

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-mnist-cloud-").FullName;
    private readonly Lazy<string> _engine;
    private readonly Lazy<Dictionary<string, string>> _registry;

    /// <summary>Starts nothing yet.</summary>
    public Cloud()
    {
        _engine = new Lazy<string>(() =>
        {
            var address = StartEngine();
            ServerScripts.Run("base-image.sh", BaseImage, new Dictionary<string, string> { ["DOCKER_HOST"] = address });
            return address;
        });
        _registry = new Lazy<Dictionary<string, string>>(() => ServerScripts.Run(
            "registry-up.sh", RegistryFolder, new Dictionary<string, string> { ["ECR_FAULTS"] = FaultsFile }));
    }

    internal string EngineAddress => _engine.Value;

    internal Dictionary<string, string> Registry => _registry.Value;

    internal string EngineFolder => Path.Combine(_folder, "docker");

    internal string RegistryFolder => Path.Combine(_folder, "registry");

    private string FaultsFile => Path.Combine(_folder, "faults");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_registry.IsValueCreated)
            ServerScripts.Run("registry-down.sh", RegistryFolder);
        if (_engine.IsValueCreated)
            ServerScripts.Run("docker-down.sh", EngineFolder);
        Directory.Delete(_folder, recursive: true);
    }

    internal string StartEngine() => ServerScripts.Run("docker-up.sh", EngineFolder)["DOCKER_HOST"];

    internal Task<ContainerEngine> ConnectAsync() => ContainerEngine.ConnectAsync(EngineAddress);

    /// <summary>Lets the next calls of ECR be throttled.</summary>
    internal void Throttle(int calls) => File.WriteAllText(FaultsFile, $"{calls}");

    /// <summary>Starts the registry again on its port, with what it had.</summary>
    internal void RestartRegistry()
    {
        // To a file: a pipe that nobody reads any more would kill it.
        const string command = "exec docker-registry serve \"$1/registry.yml\" >>\"$1/log/registry.out\" 2>&1 </dev/null";
        using var process = Process.Start("bash", ["-c", command, "bash", RegistryFolder]);
        File.WriteAllText(Path.Combine(RegistryFolder, "registry.pid"), $"{process.Id}");
    }

    /// <summary>The parts of a push to a repository.</summary>
    internal (ImagePusher Pusher, RegistryClient Client, IAmazonECR Ecr) Pusher(ContainerEngine engine, string repository, HttpClient http, string? secretKey = null)
    {
        var credentials = new BasicAWSCredentials(Registry["AWS_ACCESS_KEY_ID"], secretKey ?? Registry["AWS_SECRET_ACCESS_KEY"]);
        var ecr = new AmazonECRClient(credentials, new AmazonECRConfig
        {
            ServiceURL = Registry["AWS_ENDPOINT_URL_ECR"],
            AuthenticationRegion = Registry["AWS_REGION"],
            MaxErrorRetry = 3,
        });
        var login = new RegistryLogin(ecr, TimeProvider.System, _ => { });
        var client = new RegistryClient(http, login);
        return (new ImagePusher(engine, new EcrRepository(ecr, repository, registryId: null), client, login, TimeProvider.System), client, ecr);
    }

    /// <summary>A recipe with the repository's Dockerfile and a root file system of random bytes.</summary>
    internal ImageRecipe Recipe(int seed, int bytes = 1000)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"recipe-{Guid.NewGuid():n}")).FullName;
        var program = Path.Combine(folder, "fashion_mnist_job");
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        File.WriteAllBytes(program, content);
        var archive = Path.Combine(folder, "rootfs.tar");
        using (var stream = File.Create(archive))
            ReproducibleTar.WriteAsync(stream, [new TarFile("app/fashion_mnist_job", program, Executable: true)], CancellationToken.None).GetAwaiter().GetResult();
        return new ImageRecipe(
            Path.Combine(Sources.Root, "Dockerfile"), archive, BaseImage, $"{seed:x40}", "https://example.com/source", "1.2.3", DateTimeOffset.UnixEpoch);
    }

    /// <summary>The record of a built image.</summary>
    internal static ImageRecord Record(BuiltImage image) => new(
        image.Name, image.Id, image.Layers, image.Bytes, image.BytesOnBase, new BaseImageRecord(image.BaseImage, image.BaseId, null),
        "commit", false, "1.2.3", new BuilderRecord("", "", "", DateTimeOffset.UnixEpoch), new Dictionary<string, string>(), null);

    /// <summary>A name that no other test uses.</summary>
    internal static string NewName(string prefix) => $"{prefix}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
}

/// <summary>Binds the servers to their collection.</summary>
[CollectionDefinition(Cloud.Collection)]
public sealed class CloudTests : ICollectionFixture<Cloud>;
