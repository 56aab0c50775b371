using System.Diagnostics;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>The clone with an engine, and a temporary folder in which no build may leave anything.</summary>
/// <param name="clone">The clone.</param>
internal sealed class EngineScene(CleanClone clone) : IDisposable
{
    /// <summary>How long a build may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _temporary = Directory.CreateTempSubdirectory("scene-").FullName;
    private readonly string? _data = Environment.GetEnvironmentVariable("FASHION_MNIST_DATA");

    /// <summary>The engine, not started yet.</summary>
    public TestEngine Engine { get; } = new(clone.Root);

    /// <summary>A store for the model of the image; a model that another test trained there is used again.</summary>
    public string Store => Path.Combine(clone.Root, "store-image");

    /// <summary>What builds left in their temporary folder.</summary>
    public string[] Leftovers => Directory.GetFileSystemEntries(_temporary, "fashion-mnist-*");

    /// <summary>An S3 server and a registry, for whoever wants to kill them or to keep what is in them.</summary>
    public RehearsalServers StartServers() => new(clone.Root, Engine.Folder);

    /// <summary>Runs a build to its end.</summary>
    public BuildRun Build(params IEnumerable<string> command) => Build(new Dictionary<string, string>(), command);

    /// <summary>The same with servers that are there.</summary>
    public BuildRun Build(IReadOnlyDictionary<string, string> variables, params IEnumerable<string> command) =>
        clone.Build(new Dictionary<string, string>(variables) { ["TMPDIR"] = _temporary }, _data, [.. command, .. Engine.Options]);

    /// <summary>Starts a build as the leader of a group of its own, which Ctrl-C can reach.</summary>
    public Process Start(RehearsalServers servers, params IEnumerable<string> command)
    {
        var start = Programs.Describe(
            "setsid",
            ["env", "--default-signal=INT", Path.Combine(clone.Root, "build.sh"), .. command, .. Engine.Options],
            servers.Variables.Append(new("TMPDIR", _temporary)));
        start.WorkingDirectory = clone.Root;
        return Process.Start(start)!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Engine.Dispose();
        Directory.Delete(_temporary, recursive: true);
    }
}
