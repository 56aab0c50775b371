using System.Diagnostics;
using System.Text;
using FashionMnist.Build.Tests.Conformance;

namespace FashionMnist.Build.Tests.Bootstrap;

/// <summary>
/// A copy of what the bootstrap scripts look at, in a folder with a space in its name, with a dotnet that only notes how it was called
/// and tools on PATH whose folder has a space in its name too.
/// </summary>
internal sealed class Checkout : IDisposable
{
    private static readonly string[] Copied =
        ["build.sh", "build.ps1", "build.cmd", "global.json", "Directory.Packages.props", "build/standins/probe/probe.csproj"];

    private readonly string _folder = Directory.CreateTempSubdirectory("bootstrap-").FullName;

    public Checkout()
    {
        Root = Path.Combine(_folder, "a checkout");
        foreach (var file in Copied)
            Copy(Path.Combine(Sources.Root, file), At(file));
        Write("build/_build.csproj", "<Project />");
        Write("src/FashionMnist.Models/Model.cs", "// a source");
        Copy(Path.Combine(Sources.Tests, "Bootstrap", "Stubs", "dotnet"), Path.Combine(_folder, "bin", "dotnet"));
        Copy(Path.Combine(Sources.Tests, "Bootstrap", "Stubs", "curl"), Path.Combine(_folder, "bin", "curl"));
        var tools = Directory.CreateDirectory(Path.Combine(_folder, "more tools")).FullName;
        if (File.Exists("/usr/bin/sha256sum"))
            File.CreateSymbolicLink(Path.Combine(tools, "sha256sum"), "/usr/bin/sha256sum");
        Variables["PATH"] = $"{Path.Combine(_folder, "bin")}:{tools}:/usr/bin:/bin";
        Variables["HOME"] = _folder;
        Variables["STUB_NOTES"] = Path.Combine(_folder, "notes.txt");
    }

    public string Root { get; }

    /// <summary>The whole environment of the script.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string FeedProperties => At(".nuke/temp/feed.props");

    public string Stamp => At(".nuke/temp/bootstrap.stamp");

    /// <summary>First words of the calls of dotnet since the last time this was asked.</summary>
    public IReadOnlyList<string> Calls()
    {
        var notes = Variables["STUB_NOTES"];
        var calls = File.Exists(notes) ? File.ReadAllLines(notes) : [];
        File.Delete(notes);
        return calls;
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Lets the next restore of the probe end like that.</summary>
    public void LetTheFeedAnswer(string text) => Variables["STUB_RESTORE"] = text;

    public async Task<Run> Start(string script, params string[] arguments)
    {
        string[] command = script switch
        {
            "build.ps1" => [ProbeRun.DotNet, "exec", Sources.PowerShellHost, At(script)],
            "build.cmd" => ["/bin/bash", At(script)],
            _ => [At(script)],
        };
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Run(process.ExitCode, await output, await errors, process.Id);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(Root, path);

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }
}

/// <summary>What a script did.</summary>
internal sealed record Run(int ExitCode, string Output, string Errors, int Process);
