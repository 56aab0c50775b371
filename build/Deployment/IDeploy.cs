using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using FashionMnist.Build.Git;
using FashionMnist.Build.Settings;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Deployment;

/// <summary>Brings the stacks of an environment up to date.</summary>
[HelpGroup(HelpGroup.Deployment)]
internal interface IDeploy : IHazSettings
{
    [Parameter("Templates of deploy/cloudformation that Deploy works on. Default is all, parents first")]
    string[] Stack => TryGetValue(() => Stack) ?? [];

    [Parameter("Lets Deploy replace or remove buckets, repositories, log groups and others that hold something")]
    bool ConfirmReplacement => TryGetValue<bool?>(() => ConfirmReplacement) ?? false;

    Target Deploy => _ => _
        .Description("Creates or updates the CloudFormation stacks of an environment; shows the difference first")
        .AfterChecks()
        .Executes(this.Guarded(async () =>
        {
            var (environment, options) = (Settings.Options.Store.Environment, Settings.Options.Deploy);
            var set = new StackSet(environment, options, StackTemplate.ReadAll(RootDirectory / "deploy" / "cloudformation"));
            var stacks = set.Choose(Stack);

            using var signals = new StopSignals();
            var cloud = new CloudFormationCli(await AwsCli.FindAsync(ProcessEnvironment.Variables(), signals.Token));
            var (account, caller) = await cloud.CallerAsync(signals.Token);
            Log.Information("Environment {Environment:l}, account {Account:l}, as {Caller:l}", environment, account, caller);
            if (options.Environments[environment].Account is { } expected && expected != account)
            {
                throw new FashionMnistException(
                    ExitCodes.Refused, $"$.deploy.environments.{environment}.account is {expected}, and the credentials are of {account}; nothing was done");
            }

            var revision = WorkingTree.Revision(RootDirectory);
            var mode = new DeployMode(
                DryRun, ConfirmReplacement, $"commit {revision.Commit}{(revision.Dirty ? " with uncommitted changes" : "")}", TimeSpan.FromSeconds(options.PollSeconds));
            var outcomes = await new StackDeployer(cloud, mode, Console.Out, TimeProvider.System).RunAsync(stacks, set.NameOf, signals.Token);
            if (DryRun)
                Log.Information("Dry run: nothing was changed");
            ReportSummary(_ => outcomes.GroupBy(x => x.Outcome).ToDictionary(x => $"{x.Key}", x => $"{x.Count()}"));
        }));
}
