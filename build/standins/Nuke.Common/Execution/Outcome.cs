namespace Nuke.Common.Execution;

/// <summary>What is shown at the end of a build.</summary>
internal static class Outcome
{
    public static void Write(NukeBuild build)
    {
        if (!Logging.IsDisabled(DefaultOutput.ErrorsAndWarnings))
            NukeBuild.Host.WriteErrorsAndWarnings();
        if (!Logging.IsDisabled(DefaultOutput.TargetOutcome))
            NukeBuild.Host.WriteTargetOutcome(build);
        if (!Logging.IsDisabled(DefaultOutput.BuildOutcome))
            NukeBuild.Host.WriteBuildOutcome(build);
    }
}
