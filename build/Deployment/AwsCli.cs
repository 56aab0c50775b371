using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FashionMnist.Models;

namespace FashionMnist.Build.Deployment;

/// <summary>The AWS CLI, version 2: each call is a process that gets its request in a file of its own, so that no value stands in a command line.</summary>
internal sealed partial class AwsCli
{
    private const int Major = 2;
    private const int InterruptedCli = 130;
    private const string DefaultAttempts = "8";
    private const string Install = "install version 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html, on Debian: apt-get install awscli";

    private readonly string _program;
    private readonly IReadOnlyDictionary<string, string> _environment;

    private AwsCli(string program, IReadOnlyDictionary<string, string> environment) => (_program, _environment) = (program, environment);

    /// <summary>The first program <c>aws</c> of the right version in the folders of <c>PATH</c>.</summary>
    /// <param name="environment">Variables of the CLI; PATH, the credentials and addresses instead of AWS's own are taken from here.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if there is none.</exception>
    public static async Task<AwsCli> FindAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var others = new List<string>();
        foreach (var program in Programs(environment.GetValueOrDefault("PATH") ?? ""))
        {
            var cli = new AwsCli(program, environment);
            var (exitCode, output, errors) = await cli.StartAsync(["--version"], cancellationToken);
            var version = Version().Match(output + errors);
            if (exitCode == 0 && version.Success && int.Parse(version.Groups["major"].ValueSpan) == Major)
                return cli;
            others.Add($"{program} {(version.Success ? $"is version {version.Groups["all"].Value}" : "does not say its version")}");
        }

        throw new FashionMnistException(
            ExitCodes.Configuration, $"Deploy calls the AWS CLI, {(others.Count == 0 ? "and there is no 'aws' on PATH" : string.Join(", ", others))}; {Install}");
    }

    /// <summary>Calls an operation.</summary>
    /// <param name="service">The service as the CLI calls it.</param>
    /// <param name="operation">The operation as the CLI calls it.</param>
    /// <param name="request">The request as the service's API has it.</param>
    /// <param name="cancellationToken">Kills the CLI.</param>
    /// <param name="options">Further options of the CLI.</param>
    /// <returns>The response; an operation without one gives an empty object.</returns>
    /// <exception cref="AwsCliException">The service refused it, for a reason that depends on the operation.</exception>
    /// <exception cref="FashionMnistException">It failed otherwise; says why.</exception>
    public async Task<JsonElement> CallAsync(string service, string operation, JsonObject request, CancellationToken cancellationToken, params string[] options)
    {
        // Only its owner may read what is in it.
        var folder = Directory.CreateTempSubdirectory("fashion-mnist-aws-");
        try
        {
            var file = Path.Combine(folder.FullName, "request.json");
            await File.WriteAllTextAsync(file, request.ToJsonString(), cancellationToken);
            string[] arguments = [service, operation, "--cli-input-json", $"file://{file}", "--output", "json", "--no-cli-pager", "--no-cli-auto-prompt", .. options];
            var (exitCode, output, errors) = await StartAsync([.. arguments, .. Endpoint(service)], cancellationToken);
            return exitCode switch
            {
                0 => JsonElement.Parse(output.Trim() is { Length: > 0 } text ? text : "{}"),
                // Ctrl-C goes to every process of the terminal.
                InterruptedCli => throw new OperationCanceledException($"aws {operation} was interrupted", cancellationToken),
                _ => throw AwsCliErrors.Describe(operation, exitCode, errors),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Programs(string path)
    {
        string[] names = OperatingSystem.IsWindows() ? ["aws.exe", "aws.cmd"] : ["aws"];
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(x => names.Select(y => Path.Combine(x, y))).Where(File.Exists).Distinct();
    }

    /// <summary>Older releases of the CLI do not know these variables themselves.</summary>
    private IEnumerable<string> Endpoint(string service)
    {
        var endpoint = Value($"AWS_ENDPOINT_URL_{service.ToUpperInvariant()}") ?? Value("AWS_ENDPOINT_URL");
        return endpoint is null || Value("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == "true" ? [] : ["--endpoint-url", endpoint];

        string? Value(string name) => _environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private async Task<(int ExitCode, string Output, string Errors)> StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in _environment.Where(x => x.Value.Length > 0))
            start.Environment[name] = value;
        start.Environment.TryAdd("AWS_RETRY_MODE", "standard");
        start.Environment.TryAdd("AWS_MAX_ATTEMPTS", DefaultAttempts);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await using (cancellationToken.Register(() => process.Kill(entireProcessTree: true)))
                await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception e)
        {
            throw new FashionMnistException(ExitCodes.Configuration, $"{_program} cannot be started: {e.Message}", e);
        }
    }

    [GeneratedRegex(@"aws-cli/(?<all>(?<major>\d+)\.\S+)")]
    private static partial Regex Version();
}
