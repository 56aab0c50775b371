using Nuke.Common.Execution;

namespace Nuke.Common.ValueInjection;

/// <summary>The parameters that every build has.</summary>
internal static class BuiltInParameters
{
    public const string DefaultTargetMark = "{default_target}";

    public static readonly IReadOnlyList<ParameterMember> All =
    [
        new("Continue", typeof(bool)) { Description = "Indicates to continue a previously failed build attempt" },
        new("Help", typeof(bool)) { Description = "Shows the help text for this build assembly" },
        new("Host", typeof(Host)) { Description = "Host for execution. Default is 'automatic'" },
        new("NoLogo", typeof(bool)) { Description = "Disables displaying the NUKE logo" },
        new("Partition", typeof(string)) { Description = "Partition to use on CI", Listed = false },
        new("Plan", typeof(bool)) { Description = "Shows the execution plan (HTML)" },
        new("Profile", typeof(string[])) { Description = "Defines the profiles to load" },
        new("Root", typeof(string)) { Description = "Root directory during build execution" },
        new("Skip", typeof(ExecutableTarget[])) { Description = "List of targets to be skipped. Empty list skips all dependencies" },
        new("Target", typeof(ExecutableTarget[])) { Description = $"List of targets to be invoked. Default is '{DefaultTargetMark}'" },
        new("Verbosity", typeof(Verbosity)) { Description = "Logging verbosity during build execution. Default is 'Normal'" },
    ];

    public static void Inject(NukeBuild build)
    {
        build.Continue = ParameterService.Value<bool>("Continue");
        build.Help = ParameterService.Value<bool>("Help");
        build.NoLogo = ParameterService.Value<bool>("NoLogo");
        build.Plan = ParameterService.Value<bool>("Plan");
        NukeBuild.Verbosity = ParameterService.Value<Verbosity?>("Verbosity") ?? NukeBuild.Verbosity;
    }
}
