using System.Diagnostics;
using FashionMnist.Build.Deployment;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.Deployment;

/// <summary>A test that lets the real AWS CLI talk to the simulated CloudFormation.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeployFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    /// <summary>Marks a test that also needs the templates of this repository, where its argument says so.</summary>
    public DeployFactAttribute(bool needsTemplates = false) => Skip = Reason.Value
        ?? (needsTemplates && !Directory.Exists(Path.Combine(Sources.Root, "deploy", "cloudformation")) ? "deploy/cloudformation is not there" : null);

    private static string? WhyNot()
    {
        try
        {
            _ = AwsCli.FindAsync(AwsCli.Variables, CancellationToken.None).GetAwaiter().GetResult();
            using var python = Process.Start("/usr/bin/python3", ["-c", "import importlib.util as i, sys; sys.exit(not all(map(i.find_spec, ['botocore', 'ruamel.yaml'])))"]);
            python.WaitForExit();
            return python.ExitCode == 0 ? null : "needs the Debian packages in tests/servers/cloudformation-packages.txt";
        }
        catch (Exception e) when (e is FashionMnistException or System.ComponentModel.Win32Exception)
        {
            return "needs the Debian packages in tests/servers/cloudformation-packages.txt";
        }
    }
}
