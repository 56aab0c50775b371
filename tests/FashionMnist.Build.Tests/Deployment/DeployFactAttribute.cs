using FashionMnist.Build.Deployment;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Deployment;

/// <summary>A test that lets the real AWS CLI talk to the simulated CloudFormation.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeployFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Runs = new(() => Installed.HasPythonModules("botocore", "ruamel.yaml") && HasCli());

    public DeployFactAttribute() => Skip = Slow.WhySkipped("starts the AWS CLI a thousand times")
        ?? (Runs.Value ? null : "needs the Debian packages in tests/servers/cloudformation-packages.txt");

    private static bool HasCli()
    {
        try
        {
            _ = AwsCli.FindAsync(ProcessEnvironment.Variables(), CancellationToken.None).GetAwaiter().GetResult();
            return true;
        }
        catch (FashionMnistException)
        {
            return false;
        }
    }
}
