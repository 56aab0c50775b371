using System.Diagnostics;
using System.Text;
using FashionMnist.Build.Tests.Settings;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Deployment;

/// <summary>The target as a user starts it.</summary>
public sealed class DeployTargetTests : IDisposable
{
    private const string Stack = "fashion-mnist-integration-artifacts";
    private readonly BuildProcess _build = new();
    private readonly Lazy<SimulatedCloudFormation> _cloud = new();

    public DeployTargetTests()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_build.Root, "deploy", "cloudformation")).FullName;
        File.WriteAllText(Path.Combine(folder, "artifacts.yaml"), TestTemplates.Artifacts);
    }

    public void Dispose()
    {
        if (_cloud.IsValueCreated)
            _cloud.Value.Dispose();
        _build.Dispose();
    }

    [DeployFact]
    public async Task It_is_killed_or_interrupted_and_the_next_run_goes_on()
    {
        Connect();
        _cloud.Value.Order(new { hold = true });

        // Killed while CloudFormation computes or works.
        using (var killed = Start())
        {
            await UntilAsync(killed, () => _cloud.Value.StatusOf(Stack) == "CREATE_IN_PROGRESS");
            killed.Process.Kill(entireProcessTree: true);
            await killed.Process.WaitForExitAsync();
        }

        // Ctrl-C while it waits for what the killed one began.
        using (var interrupted = Start())
        {
            await UntilAsync(interrupted, () => interrupted.Text.Contains("waiting for its end", StringComparison.Ordinal));
            using var kill = Process.Start("kill", ["-INT", $"{interrupted.Process.Id}"]);
            await interrupted.Process.WaitForExitAsync();
            Assert.Equal(ExitCodes.Interrupted, interrupted.Process.ExitCode);
            Assert.Contains("stopped waiting; what CloudFormation has begun goes on", interrupted.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled", interrupted.Text, StringComparison.Ordinal);
        }

        Assert.Equal("CREATE_IN_PROGRESS", _cloud.Value.StatusOf(Stack));
        _cloud.Value.Order(null);
        var run = await _build.Run(Arguments());
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("  up to date", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Outputs of {Stack}", run.Output, StringComparison.Ordinal);
        Assert.Equal("CREATE_COMPLETE", _cloud.Value.StatusOf(Stack));
    }

    [DeployFact]
    public async Task A_dry_run_shows_account_and_difference_and_changes_nothing()
    {
        Connect();

        var run = await _build.Run(Arguments("--dry-run"));

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("Environment integration, account 123456789012, as arn:aws:iam::123456789012:user/test", run.Output, StringComparison.Ordinal);
        Assert.Contains("+ ModelBucket (AWS::S3::Bucket)", run.Output, StringComparison.Ordinal);
        Assert.Contains("Dry run: nothing was changed", run.Output, StringComparison.Ordinal);
        Assert.Null(_cloud.Value.StatusOf(Stack));
    }

    [DeployFact]
    public async Task Credentials_of_another_account_are_refused_before_anything_is_done()
    {
        Connect();

        var run = await _build.Run(Arguments("deploy.environments.integration.account=999999999999"));

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("$.deploy.environments.integration.account is 999999999999, and the credentials are of 123456789012", run.Output, StringComparison.Ordinal);
        Assert.Equal(["GetCallerIdentity ok"], _cloud.Value.Requests);
    }

    [DeployFact]
    public async Task Without_credentials_it_ends_with_77_and_one_line()
    {
        Connect();
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY" })
            _build.Variables.Remove(name);

        var run = await _build.Run(Arguments());

        Assert.Equal(ExitCodes.AccessDenied, run.ExitCode);
        Assert.Contains("no AWS credentials were found; tried the AWS chain", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_environment_it_says_which_there_are()
    {
        var run = await _build.Run("Deploy");

        Assert.Equal(ExitCodes.Configuration, run.ExitCode);
        Assert.Contains("'local' is not deployed; pass --environment with one of integration, production", run.Output, StringComparison.Ordinal);
    }

    private static string[] Arguments(params string[] more) =>
        ["Deploy", "--environment", "integration", .. more.Where(x => x[0] == '-'), "--set", "deploy.pollSeconds=0", .. more.Where(x => x[0] != '-')];

    private void Connect()
    {
        foreach (var (name, value) in _cloud.Value.Variables)
            _build.Variables[name] = value;
    }

    /// <summary>Whoever started the tests may have SIGINT ignored, which children inherit.</summary>
    private Running Start() => new(_build.StartInfo(
        "env", ["--default-signal=INT", Conformance.ProbeRun.DotNet, "exec", Path.Combine(AppContext.BaseDirectory, "_build.dll"), .. Arguments()]));

    private static async Task UntilAsync(Running running, Func<bool> holds)
    {
        await Waiting.UntilAsync("the deployment got so far", () => holds() || running.Process.HasExited);
        Assert.True(holds(), running.Text);
    }

    private sealed class Running : IDisposable
    {
        private readonly StringBuilder _text = new();

        public Running(ProcessStartInfo start)
        {
            Process = Process.Start(start)!;
            Process.StandardInput.Close();
            Process.OutputDataReceived += (_, e) => Append(e.Data);
            Process.ErrorDataReceived += (_, e) => Append(e.Data);
            Process.BeginOutputReadLine();
            Process.BeginErrorReadLine();
        }

        public Process Process { get; }

        public string Text
        {
            get
            {
                lock (_text)
                    return _text.ToString();
            }
        }

        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }

        private void Append(string? line)
        {
            lock (_text)
                _text.Append(line).Append('\n');
        }
    }
}
