using System.Diagnostics;
using System.Globalization;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>An S3 server and a registry of the test's own, to be named to a rehearsal and to be killed.</summary>
internal sealed class RehearsalServers : IDisposable
{
    private readonly string _scripts;
    private readonly string _engineFolder;
    private readonly string _folder = Directory.CreateTempSubdirectory("servers-").FullName;

    /// <summary>Starts both.</summary>
    /// <param name="root">Folder of the checkout.</param>
    /// <param name="engineFolder">Folder of the Docker engine, which may be killed too.</param>
    public RehearsalServers(string root, string engineFolder)
    {
        (_scripts, _engineFolder) = (Path.Combine(root, "tests", "servers"), engineFolder);
        // The registry's endpoint takes the credentials that the S3 server knows.
        Start("s3");
        Start("registry");
    }

    /// <summary>Where they are, and the credentials.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Where the registry keeps everything.</summary>
    public string RegistryFolder => Path.Combine(_folder, "registry");

    /// <summary>Starts a server again, with what it held. Of a registry its files are enough, and the engine is started by whom it belongs to.</summary>
    public void Revive(string server)
    {
        if (server == "s3")
            Start(server);
    }

    /// <summary>Kills a server with SIGKILL: <c>s3</c>, <c>registry</c> with the endpoint before it, or <c>engine</c>.</summary>
    public void Kill(string server)
    {
        string[] files = server switch
        {
            "s3" => [Path.Combine(_folder, "s3", "rgw.pid")],
            "registry" => [Path.Combine(_folder, "registry", "registry.pid"), Path.Combine(_folder, "registry", "ecr.pid")],
            _ => [Path.Combine(_engineFolder, "engine.pid")],
        };
        foreach (var file in files)
        {
            using var process = Process.GetProcessById(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
            process.Kill();
            // Until its parent has taken note of it, it counts as running, and no engine starts in its folder.
            process.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("registry-down.sh", "registry");
        Run("s3-down.sh", "s3");
        Directory.Delete(_folder, recursive: true);
    }

    private void Start(string server)
    {
        foreach (var line in Run($"{server}-up.sh", server).Split('\n').Where(x => x.StartsWith("export ", StringComparison.Ordinal)))
        {
            var parts = line["export ".Length..].Split('=', 2);
            Variables[parts[0]] = parts[1];
        }
    }

    private string Run(string script, string server) => Programs.Run(Path.Combine(_scripts, script), [Path.Combine(_folder, server)], Variables);
}
