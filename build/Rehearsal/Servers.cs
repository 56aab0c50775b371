using System.Diagnostics;
using System.Text.RegularExpressions;
using FashionMnist.Build.Output;
using FashionMnist.Models;
using Nuke.Common.IO;
using Serilog;

namespace FashionMnist.Build.Rehearsal;

/// <summary>
/// The servers of a rehearsal: those that the environment names, else throw-away ones of this machine, started and stopped by the scripts
/// that the tests use.
/// </summary>
internal sealed partial class Servers : IDisposable
{
    private static readonly Server[] All =
    [
        new("s3", "AWS_ENDPOINT_URL_S3", ["radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "monmaptool", "curl"], PythonModule: null),
        new("registry", "AWS_ENDPOINT_URL_ECR", ["docker-registry", "htpasswd", "curl"], PythonModule: "botocore"),
    ];

    /// <summary>EX_UNAVAILABLE of sysexits.h, by which the scripts say that a package is missing.</summary>
    private const int NotInstalled = 69;

    private readonly AbsolutePath _scripts;
    private readonly AbsolutePath _folder;
    private readonly List<Server> _started = [];

    /// <param name="root">Folder of the checkout.</param>
    public Servers(AbsolutePath root)
    {
        _scripts = root / "tests" / "servers";
        _folder = Directory.CreateTempSubdirectory("fashion-mnist-rehearsal-").FullName;
    }

    /// <summary>The servers that have to be started.</summary>
    public static IReadOnlyList<string> Needed => [.. Missing.Select(x => x.Name)];

    private static IEnumerable<Server> Missing => All.Where(x => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(x.Variable)));

    /// <summary>Fails if a server has to be started and its programs are not there.</summary>
    /// <param name="root">Folder of the checkout.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> with the command that installs them.</exception>
    public static void RequireInstalled(AbsolutePath root)
    {
        var lacking = Missing.Select(x => (Server: x, Lacking: Lacks(x))).Where(x => x.Lacking.Count > 0).ToList();
        if (lacking.Count == 0)
            return;
        var packages = lacking.SelectMany(x => File.ReadAllLines(root / "tests" / "servers" / $"{x.Server.Name}-packages.txt"))
            .Where(x => x.Length > 0 && x[0] != '#').Distinct().Order(StringComparer.Ordinal);
        throw new FashionMnistException(
            ExitCodes.Configuration,
            $"The rehearsal needs servers that are not installed ({string.Join(", ", lacking.SelectMany(x => x.Lacking))}); "
                + $"run: apt-get install -y --no-install-recommends {string.Join(' ', packages)}; or name servers of your own with {string.Join(" and ", lacking.Select(x => x.Server.Variable))}");
    }

    /// <summary>Starts what is missing and puts its addresses into the environment of this process and its children.</summary>
    /// <exception cref="FashionMnistException">A server did not start.</exception>
    public void Start()
    {
        foreach (var server in Missing.ToList())
        {
            _started.Add(server);
            foreach (Match match in Export().Matches(Run($"{server.Name}-up.sh", server)))
            {
                var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
                if (SecretNames().IsMatch(name))
                    BuildOutput.Hide(value);
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    /// <summary>Stops what was started.</summary>
    public void Dispose()
    {
        foreach (var server in Enumerable.Reverse(_started))
        {
            try
            {
                Run($"{server.Name}-down.sh", server);
            }
            catch (FashionMnistException e)
            {
                Log.Warning("{Problem:l}", e.Message);
            }
        }

        _folder.DeleteDirectory();
    }

    /// <summary>Whether a server was started here and so ends with this object.</summary>
    public bool Started(string name) => _started.Any(x => x.Name == name);

    private string Run(string script, Server server)
    {
        using var process = Process.Start(new ProcessStartInfo(_scripts / script, [_folder / server.Name]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new FashionMnistException(
                process.ExitCode == NotInstalled ? ExitCodes.Configuration : ExitCodes.TryAgain, $"{script} failed: {errors.Result.ReplaceLineEndings(" ").Trim()}");
    }

    private static IReadOnlyList<string> Lacks(Server server) =>
    [
        .. server.Programs.Where(x => !IsInstalled(x)),
        .. server.PythonModule is { } module && !CanImport(module) ? [$"Python's {module}"] : Array.Empty<string>(),
    ];

    /// <summary>The Python of the distribution, which the scripts use: another one does not see Debian's modules.</summary>
    private static bool CanImport(string module)
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/bin"]).Any(x => File.Exists(Path.Combine(x, program)));

    [GeneratedRegex("^export (?<name>[A-Z0-9_]+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex("SECRET|TOKEN")]
    private static partial Regex SecretNames();

    private sealed record Server(string Name, string Variable, string[] Programs, string? PythonModule);
}
