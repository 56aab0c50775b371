using FashionMnist.Build.CommandLine.Help;
using Nuke.Common;
using Nuke.Components;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace FashionMnist.Build.Components;

/// <summary>Checks the form of the sources.</summary>
[HelpGroup(HelpGroup.Code)]
internal interface IFormat : IRestore
{
    Target Format => _ => _
        .Description("Fails where `dotnet format` would change something")
        .DependsOn(Restore)
        .Executes(() => DotNet($"format {Solution.Path} --no-restore --verify-no-changes"));
}
