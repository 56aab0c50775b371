using FashionMnist.Models;
using FashionMnist.Models.Configuration.Ssm;
using FashionMnist.Testing.Ssm;

namespace FashionMnist.Build.Tests.Settings;

/// <summary>ShowConfig and PushConfig against the simulated SSM endpoint.</summary>
public sealed class ParameterStoreTests : IDisposable
{
    private const string Path = "/fashion-mnist/test";
    private const string Secret = "0.9123456789";
    private readonly BuildProcess _build = new();
    private readonly SimulatedSsm _ssm = new();

    public ParameterStoreTests()
    {
        foreach (var (name, value) in _ssm.Variables)
            _build.Variables[name] = value;
        // The pauses of the SDK between its attempts are real here.
        _build.Variables["AWS_MAX_ATTEMPTS"] = "1";
    }

    public void Dispose()
    {
        _build.Dispose();
        _ssm.Dispose();
    }

    [Fact]
    public async Task Without_a_path_no_request_is_made()
    {
        _ssm.Parameters.Put($"{Path}/training/seed", "5");

        var run = await _build.Run("ShowConfig");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"training\.seed +=  *1 ", run.Output);
        Assert.Empty(_ssm.Exchanges);
    }

    [Fact]
    public async Task ShowConfig_names_the_parameter_and_masks_a_secret()
    {
        _ssm.Parameters.Put($"{Path}/training/seed", "5");
        _ssm.Parameters.Put($"{Path}/gate/minimumAccuracy", Secret, "SecureString");

        var run = await _build.Run("ShowConfig", "--ssm-path", Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches($@"training\.seed += 5   \[SSM {Path}/training/seed\]", run.Output);
        Assert.Matches($@"gate\.minimumAccuracy += ""\(secret\)""   \[SSM {Path}/gate/minimumAccuracy\]", run.Output);
        Assert.DoesNotContain(Secret, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, _ssm.Count("GetParametersByPath"));
    }

    [Fact]
    public async Task A_build_asks_anew_whatever_snapshot_it_inherits()
    {
        _ssm.Parameters.Put($"{Path}/training/seed", "5");
        _build.Variables[SsmSnapshot.Variable] = new SsmSnapshot(Path, [new SsmParameter($"{Path}/training/seed", "9", false)]).ToText();

        Assert.Matches(@"training\.seed += 5 ", (await _build.Run("ShowConfig", "--ssm-path", Path)).Output);
    }

    [Fact]
    public async Task A_wrong_parameter_ends_the_build_with_one_line()
    {
        _ssm.Parameters.Put($"{Path}/gate/minimumAccuracy", "2");

        var run = await _build.Run("ShowConfig", "--ssm-path", Path);

        Assert.Equal(ExitCodes.Configuration, run.ExitCode);
        Assert.Equal($"$.gate.minimumAccuracy (SSM {Path}/gate/minimumAccuracy): 2 is outside of the allowed range 0 to 1\n", run.Errors);
    }

    [Theory]
    [InlineData("ssm:GetParametersByPath", 0, ExitCodes.AccessDenied)]
    [InlineData(null, 1, ExitCodes.TryAgain)]
    public async Task A_refusal_of_the_service_has_its_exit_code(string? denied, int throttles, int exitCode)
    {
        (_ssm.DeniedAction, _ssm.Throttles) = (denied, throttles);

        var run = await _build.Run("ShowConfig", "--ssm-path", Path);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith($"{Path}: cannot read the configuration: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_PushConfig_that_cannot_read_its_settings_ends_in_order()
    {
        var run = await _build.Run("PushConfig", "--ssm-path", Path, "--dry-run", "--set", "training.seed=x");

        Assert.Equal(ExitCodes.Configuration, run.ExitCode);
        Assert.DoesNotContain("Unhandled exception", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("$.training.seed", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushConfig_shows_then_writes_then_has_nothing_to_push()
    {
        _ssm.Parameters.Put($"{Path}/training/seed", "5");
        _ssm.Parameters.Put($"{Path}/gate/minimumAccuracy", Secret, "SecureString", "alias/ours");
        _ssm.Parameters.Put($"{Path}/training/threads", "2");

        var dry = await _build.Run("PushConfig", "--ssm-path", Path, "--dry-run");
        Assert.Equal(0, dry.ExitCode);
        AssertDifference(dry.Output);
        Assert.Contains("Dry run: nothing written", dry.Output, StringComparison.Ordinal);
        Assert.Equal(0, _ssm.Count("PutParameter"));

        var first = await _build.Run("PushConfig", "--ssm-path", Path);
        Assert.Equal(0, first.ExitCode);
        AssertDifference(first.Output);
        Assert.Equal(("1", "String", null, 2), _ssm.Parameters.Get($"{Path}/training/seed"));
        Assert.Equal(("0.91", "SecureString", "alias/ours", 2), _ssm.Parameters.Get($"{Path}/gate/minimumAccuracy"));
        Assert.Equal(("2", "String", null, 1), _ssm.Parameters.Get($"{Path}/training/threads"));
        var written = _ssm.Count("PutParameter");

        var second = await _build.Run("PushConfig", "--ssm-path", Path);
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("Nothing to push", second.Output, StringComparison.Ordinal);
        Assert.Equal(written, _ssm.Count("PutParameter"));
        Assert.DoesNotContain(Secret, dry.Output + first.Output + second.Output, StringComparison.Ordinal);

        void AssertDifference(string output)
        {
            Assert.Contains($"~ {Path}/training/seed = 5 -> 1\n", output, StringComparison.Ordinal);
            Assert.Contains($"~ {Path}/gate/minimumAccuracy = (secret) -> (secret)\n", output, StringComparison.Ordinal);
            Assert.Contains($"+ {Path}/store/environments/production/promotingBranch = master\n", output, StringComparison.Ordinal);
            Assert.Contains($"? {Path}/training/threads = 2   (not in the configuration: left alone)\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PushConfig_mends_what_would_stop_every_other_target_and_leaves_this_machine_out()
    {
        _ssm.Parameters.Put($"{Path}/gate/minimumAccuracy", "2");
        _build.Variables["FASHION_MNIST_DATA"] = "/of/this/machine";
        _build.Variables["FASHION_MNIST_SSM_PATH"] = Path;

        var run = await _build.Run("PushConfig");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("0.91", _ssm.Parameters.Get($"{Path}/gate/minimumAccuracy")?.Value);
        Assert.Null(_ssm.Parameters.Get($"{Path}/data/directory"));
    }

    [Fact]
    public async Task PushConfig_without_a_path_says_what_it_needs()
    {
        var run = await _build.Run("PushConfig");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("PushConfig needs --ssm-path", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushConfig_that_may_not_write_names_the_action()
    {
        _ssm.DeniedAction = "ssm:PutParameter";

        var run = await _build.Run("PushConfig", "--ssm-path", Path);

        Assert.Equal(ExitCodes.AccessDenied, run.ExitCode);
        Assert.Contains("access denied to ssm:PutParameter", run.Output, StringComparison.Ordinal);
    }
}
