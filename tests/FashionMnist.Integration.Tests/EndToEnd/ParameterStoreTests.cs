using FashionMnist.Testing;
using FashionMnist.Testing.Ssm;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>Build and programs with a configuration in the simulated SSM endpoint.</summary>
[Collection(CleanClone.Collection)]
public sealed class ParameterStoreTests(CleanClone clone)
{
    private const string Path = "/fashion-mnist/test";

    [EndToEndFact]
    public void The_programs_of_a_build_get_what_the_build_read_and_nobody_asks_twice()
    {
        using var ssm = new SimulatedSsm();
        using var empty = new TemporaryFolder();
        ssm.Parameters.Put($"{Path}/data/directory", empty.Path, "SecureString");

        var run = clone.Build(ssm.Variables, data: null, "FetchData", "--ssm-path", Path);

        // Only the job looks for the files, so it is the job that knows the folder; and the folder is a secret of eight and more letters.
        run.EndsWith(66).Says("[REDACTED]");
        Assert.DoesNotContain(empty.Path, run.Output, StringComparison.Ordinal);
        Assert.Equal(1, ssm.Count("GetParametersByPath"));
    }
}
