using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using FashionMnist.Models;
using Nuke.Common;
using Nuke.Components;
using Serilog;

namespace FashionMnist.Build.Pipelines;

/// <summary>Writes what servers read, and refuses files that are out of date.</summary>
[HelpGroup(HelpGroup.Pipelines)]
internal interface IGeneratePipelines : INukeBuild
{
    /// <summary>The files; the attributes of the build report to it.</summary>
    PipelineSet Pipelines { get; }

    Target GeneratePipelines => _ => _
        .Description("Writes the Jenkinsfiles, GitHub workflows and CodeBuild files from the targets of this build")
        .Executes(this.Guarded(() =>
        {
            var changed = Pipelines.Write(this);
            foreach (var file in changed)
                Log.Information("Changed {File:l}", file);
            Log.Information("{Changed} of {Count} generated files changed", changed.Count, Pipelines.Declared.Count);
        }));

    Target CheckPipelines => _ => _
        .Description("Fails where a generated file is not what GeneratePipelines would write; on a server part of Test")
        .TryBefore<IRestore>(x => x.Restore)
        .TryDependentFor<ITest>(x => x.Test)
        .OnlyWhenDynamic(() => IsServerOrAsked)
        .Executes(this.Guarded(() =>
        {
            var differences = Pipelines.Differences(this);
            foreach (var (file, actual, expected) in differences)
                Log.Warning("{Difference:l}", TextDifference.Of(file, actual, expected));
            if (differences.Count > 0)
            {
                throw new FashionMnistException(
                    ExitCodes.Configuration,
                    $"Out of date: {string.Join(", ", differences.Select(x => x.File))}; run ./build.sh GeneratePipelines and commit the result");
            }

            Log.Information("All {Count} generated files are current", Pipelines.Declared.Count);
        }));

    /// <summary>On the way to something else a laptop does not need the check: its files are written when somebody wants to.</summary>
    bool IsServerOrAsked => IsServerBuild || InvokedTargets.Any(x => x.Name == nameof(CheckPipelines));
}
