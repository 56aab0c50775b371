using System.Diagnostics;
using System.Text;
using FashionMnist.Build.Tests.Conformance;

namespace FashionMnist.Build.Tests.Settings;

/// <summary>The compiled build as a process, in a root of its own with the repository's configuration.</summary>
internal sealed class BuildProcess : IDisposable
{
    private static readonly string[] Copied = ["config/fashion-mnist.json", "FashionMnist.sln", ".nuke/parameters.json"];
    private static readonly string[] NotInherited = ["AWS_", "FASHION_MNIST_", "NUKE_", "NO_COLOR", "COLUMNS", "JENKINS_", "CI"];

    public BuildProcess()
    {
        foreach (var file in Copied)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, file))!);
            File.Copy(Path.Combine(Sources.Root, file), Path.Combine(Root, file));
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("build-").FullName;

    /// <summary>Variables on top of those inherited.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) =>
        Start(ProbeRun.DotNet, ["exec", Path.Combine(AppContext.BaseDirectory, "_build.dll"), .. arguments]);

    public async Task<(int ExitCode, string Output, string Errors)> Start(string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    /// <summary>How to start a program in this root; its streams are redirected.</summary>
    public ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var inherited in start.Environment.Keys.Where(x => NotInherited.Any(y => x.StartsWith(y, StringComparison.Ordinal))).ToList())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }
}
