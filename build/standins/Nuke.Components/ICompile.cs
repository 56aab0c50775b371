using Nuke.Common;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;

namespace Nuke.Components;

public interface ICompile : IRestore, IHazConfiguration
{
    Target Compile => _ => _
        .DependsOn(Restore)
        .WhenSkipped(DependencyBehavior.Skip)
        .Executes(() => DotNetTasks.DotNetBuild(_ => _
            .Apply(CompileSettingsBase)
            .Apply(CompileSettings)));

    sealed Configure<DotNetBuildSettings> CompileSettingsBase => _ => _
        .SetProjectFile(Solution)
        .SetConfiguration(Configuration)
        .When(_ => IsServerBuild, x => x.SetContinuousIntegrationBuild(true))
        .SetNoRestore(SucceededTargets.Contains(Restore));

    Configure<DotNetBuildSettings> CompileSettings => _ => _;
}
