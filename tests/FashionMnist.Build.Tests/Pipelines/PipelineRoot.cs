using System.Diagnostics;
using FashionMnist.Build.Tests.Conformance;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>A root folder for a build: what it must find, and a build.sh that starts it without compiling anything.</summary>
internal sealed class PipelineRoot : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipelines-").FullName;
    private readonly string _assembly;

    public PipelineRoot(string assembly)
    {
        _assembly = assembly;
        Write(".nuke/parameters.json", "{}");
        if (assembly == Sources.Build)
        {
            foreach (var file in new[] { ".nuke/parameters.json", "FashionMnist.sln" })
                Write(file, File.ReadAllText(Path.Combine(Sources.Root, file)));
        }

        Write("config/fashion-mnist.json", File.ReadAllText(Path.Combine(Sources.Root, "config/fashion-mnist.json")));
        Write("build.sh", $"#!/bin/sh\nexec '{ProbeRun.DotNet}' exec '{assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At("build.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Folder => _folder;

    public string At(string path) => Path.Combine(_folder, path);

    public string Read(string path) => File.ReadAllText(At(path));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Starts the build in this root.</summary>
    public Task<(int ExitCode, string Output)> Build(params string[] arguments) => Start(_assembly, _folder, [], arguments);

    /// <summary>Starts the build in this root as on a Jenkins.</summary>
    public Task<(int ExitCode, string Output)> BuildOnServer(params string[] arguments) =>
        Start(_assembly, _folder, new() { ["JENKINS_HOME"] = "/var/jenkins" }, arguments);

    /// <summary>The targets that the engine would run, in its order: all are skipped, and the summary lists them.</summary>
    public static async Task<IReadOnlyList<string>> PlanOf(string assembly, string root, IReadOnlyList<string> all, string target)
    {
        var run = await Start(assembly, root, [], [target, "--skip", .. all]);
        return [.. run.Output.Split('\n').Select(x => x.Split([' ', '\u00a0'], StringSplitOptions.RemoveEmptyEntries)).Where(x => x.Length >= 2 && x[1] == "Skipped").Select(x => x[0])];
    }

    public static async Task<(int ExitCode, string Output)> Start(
        string assembly, string root, Dictionary<string, string> variables, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(ProbeRun.DotNet, ["exec", assembly, .. arguments])
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
