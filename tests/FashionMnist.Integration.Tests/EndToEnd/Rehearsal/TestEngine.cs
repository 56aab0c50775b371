using System.Diagnostics;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>A Docker engine that belongs to a test, with a base image in it.</summary>
/// <param name="root">Folder of the checkout.</param>
internal sealed class TestEngine(string root) : IDisposable
{
    private const string BaseImage = "fashion-mnist-test-base:1";

    private readonly string _folder = Directory.CreateTempSubdirectory("engine-").FullName;
    private string? _address;

    /// <summary>Where it keeps everything, also <c>engine.pid</c>.</summary>
    public string Folder => Path.Combine(_folder, "docker");

    /// <summary>Options that name it to the build.</summary>
    public string[] Options => ["--docker-host", _address!, "--base-image", BaseImage];

    private Dictionary<string, string> Variables => _address is null ? [] : new() { ["DOCKER_HOST"] = _address };

    /// <summary>Starts it, or starts it again after it was killed.</summary>
    public void Start()
    {
        _address = Script("docker-up.sh", Folder).Split('=', 2)[1].Trim();
        Script("base-image.sh", BaseImage);
    }

    /// <summary>What a command of docker prints.</summary>
    public string Docker(string arguments) => Run("docker", arguments.Split(' '));

    /// <summary>Every container as it starts: calls back until the engine ends.</summary>
    public Process Watch(Action started)
    {
        var process = Process.Start(Programs.Describe("docker", ["events", "--filter", "event=start", "--format", "{{.ID}}"], Variables))!;
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not null)
                started();
        };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Stops it and removes everything.</summary>
    public void Dispose()
    {
        if (_address is not null)
            Script("docker-down.sh", Folder);
        Directory.Delete(_folder, recursive: true);
    }

    private string Script(string name, string argument) => Run(Path.Combine(root, "tests", "servers", name), [argument]);

    private string Run(string program, string[] arguments) => Programs.Run(program, arguments, Variables);
}
