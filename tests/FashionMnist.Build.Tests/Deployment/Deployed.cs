using FashionMnist.Build.Deployment;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Tests.Deployment;

/// <summary>Deployments of <see cref="TestTemplates"/> by the real AWS CLI to the simulated CloudFormation.</summary>
internal sealed class Deployed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("templates-").FullName;

    public Deployed()
    {
        Write("artifacts", TestTemplates.Artifacts);
        Write("batch", TestTemplates.Batch);
    }

    public SimulatedCloudFormation Cloud { get; } = new();

    private Task<AwsCli> Cli => field ??= AwsCli.FindAsync(Cloud.Variables, CancellationToken.None);

    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>Takes the templates of this repository instead, with some value where there is no default.</summary>
    public void TakeOwnTemplates()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        foreach (var template in StackTemplate.ReadAll(Path.Combine(Sources.Root, "deploy", "cloudformation")))
        {
            Write(template.Name, template.Body);
            foreach (var parameter in template.Parameters.Where(x => !x.HasDefault && x.Name != "Environment" && !x.Name.StartsWith("Parent", StringComparison.Ordinal)))
                Parameters[$"{template.Name}.{parameter.Name}"] = "x";
        }
    }

    public void Write(string name, string body) => File.WriteAllText(Path.Combine(_folder, $"{name}.yaml"), body);

    /// <summary>Deploys, and returns what was printed and, if it failed, the exception.</summary>
    public async Task<(string Text, Exception? Failure)> RunAsync(
        bool dryRun = false, bool confirm = false, string[]? only = null, TextWriter? output = null, CancellationToken cancellationToken = default)
    {
        var text = new StringWriter { NewLine = "\n" };
        var failure = await Record.ExceptionAsync(async () =>
        {
            var options = new DeployOptions { Environments = { ["integration"] = new DeployedEnvironmentOptions { Parameters = Parameters } } };
            var set = new StackSet("integration", options, StackTemplate.ReadAll(_folder));
            var cloud = new CloudFormationCli(await Cli);
            var deployer = new StackDeployer(cloud, new DeployMode(dryRun, confirm, "commit 1", TimeSpan.Zero), output ?? text, TimeProvider.System);
            await deployer.RunAsync(set.Choose(only ?? []), set.NameOf, cancellationToken);
        });
        return ((output ?? text).ToString()!, failure);
    }

    public void Dispose()
    {
        Cloud.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
