using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Settings;

/// <summary>Makes AWS SSM Parameter Store say what the configuration file says.</summary>
[HelpGroup(HelpGroup.Configuration)]
internal interface IPushConfig : IHazSettings
{
    Target PushConfig => _ => _
        .Description("Writes the configuration file to AWS SSM under --ssm-path; shows the difference first")
        .AfterChecks()
        .Executes(this.Guarded(() =>
        {
            var (push, store) = BuildSettings.PlanPush(this);
            foreach (var line in push.Lines)
                Console.WriteLine(line);
            Log.Information("{Summary:l}", push.Summary);

            if (push.Count == 0)
                Log.Information("Nothing to push");
            else if (DryRun)
                Log.Information("Dry run: nothing written");
            else
                push.Apply(store, x => Log.Information("Wrote {Name:l}", x.Name));
        }));
}
