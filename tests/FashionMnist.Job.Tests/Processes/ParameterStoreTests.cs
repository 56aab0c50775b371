using FashionMnist.Models;
using FashionMnist.Models.Configuration.Ssm;
using FashionMnist.Testing.Ssm;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>The job takes its configuration from the simulated SSM endpoint, or from the build that starts it.</summary>
public sealed class ParameterStoreTests : IDisposable
{
    private const string Path = "/fashion-mnist/test";
    private const string Wrong = $"$.gate.minimumAccuracy (SSM {Path}/gate/minimumAccuracy): 2 is outside of the allowed range 0 to 1";
    private readonly JobScene _scene = new();
    private readonly SimulatedSsm _ssm = new();

    public void Dispose()
    {
        _ssm.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public async Task Without_a_build_it_asks_itself()
    {
        _ssm.Parameters.Put($"{Path}/gate/minimumAccuracy", "2");

        var outcome = await FetchAsync(_ssm.Variables);

        Assert.Equal(ExitCodes.Configuration, outcome.ExitCode);
        Assert.Contains(Wrong, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(1, _ssm.Count("GetParametersByPath"));
    }

    [Fact]
    public async Task Started_by_a_build_it_takes_what_the_build_read()
    {
        var snapshot = new SsmSnapshot(Path, [new SsmParameter($"{Path}/gate/minimumAccuracy", "2", false)]);

        var outcome = await FetchAsync(new Dictionary<string, string>(_ssm.Variables) { [SsmSnapshot.Variable] = snapshot.ToText() });

        Assert.Equal(ExitCodes.Configuration, outcome.ExitCode);
        Assert.Contains(Wrong, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_ssm.Exchanges);
    }

    [Theory]
    [InlineData("x7q")]
    [InlineData("the-long-secret")]
    public async Task Without_a_build_its_log_shows_no_secret_either(string folder)
    {
        _ssm.Parameters.Put($"{Path}/data/directory", folder, "SecureString");

        var outcome = await FetchAsync(_ssm.Variables);

        Assert.Equal(ExitCodes.NotFound, outcome.ExitCode);
        Assert.Contains("[REDACTED]", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(folder, outcome.Error, StringComparison.Ordinal);
    }

    private async Task<JobOutcome> FetchAsync(IReadOnlyDictionary<string, string> variables)
    {
        using var job = JobProcess.Start(
            variables, "fetch-data", "--root", _scene["root"], "--output", _scene["dataset.json"], "--log-format", "text", "--set", $"ssm.path={Path}");
        return await job.EndAsync();
    }
}
