namespace Nuke.Common.Execution;

/// <summary>Says which engine runs. Never the original's picture: this is not the original.</summary>
internal static class Logo
{
    public static void Write(NukeBuild build)
    {
        if (build.NoLogo)
            return;
        if (!Logging.IsDisabled(DefaultOutput.Logo))
        {
            Terminal.WriteLine();
            Terminal.WriteLine();
        }

        var version = typeof(Logo).Assembly.GetName().Version!.ToString(3);
        Terminal.WriteLine($"NUKE Execution Engine version {version} (stand-in: the configured package feed lacks the original)");
        Terminal.WriteLine();
    }
}
