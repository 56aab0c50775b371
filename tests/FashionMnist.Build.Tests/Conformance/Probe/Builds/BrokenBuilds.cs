using Nuke.Common;
using Serilog;
using static Notes;

/// <summary>Every target needs the next.</summary>
internal sealed class RingBuild : ObservedBuild
{
    public static int Run() => Execute<RingBuild>(x => x.Egg);

    private Target Egg => _ => _.DependsOn(Hen).Executes(() => Note("egg"));

    private Target Hen => _ => _.DependsOn(Chick).Executes(() => Note("hen"));

    private Target Chick => _ => _.DependsOn(Egg).Executes(() => Note("chick"));

    private Target Bystander => _ => _.Executes(() => Note("stood by"));
}

/// <summary>Two names that differ in case only.</summary>
internal sealed class TwinsBuild : NukeBuild
{
    public static int Run() => Execute<TwinsBuild>(x => x.Mix);

    private Target Mix => _ => _.Executes(() => Note("mixed"));

    private Target MIX => _ => _.Executes(() => Note("MIXED"));
}

internal interface ISweetShop : INukeBuild
{
    Target Stock => _ => _.Executes(() => Note("sweets"));
}

internal interface ISaltShop : INukeBuild
{
    Target Stock => _ => _.Executes(() => Note("salt"));
}

/// <summary>Two components with a target of one name.</summary>
internal sealed class RivalsBuild : ObservedBuild, ISweetShop, ISaltShop
{
    public static int Run() => Execute<RivalsBuild>(x => x.Work);

    private Target Work => _ => _.Executes(() => Note("worked"));
}

/// <summary>Inherits from a target that asks for its base.</summary>
internal sealed class OrphanBuild : BreadBuild
{
    public static int Run() => Execute<OrphanBuild>(x => x.Weigh);

    public override Target Shape => _ => _.Base().Executes(() => Note("shaped"));

    private Target Adopt => _ => _.Inherit(Shape).Executes(() => Note("adopted"));
}

/// <summary>Has no default target.</summary>
internal sealed class IdleBuild : NukeBuild
{
    public static int Run() => Execute<IdleBuild>();

    private Target Only => _ => _.Description("All there is").Executes(() => Note("only this"));
}

/// <summary>A hook throws.</summary>
internal sealed class StumbleBuild : NukeBuild
{
    public static int Run() => Execute<StumbleBuild>(x => x.Work);

    protected override void OnBuildInitialized() => throw new InvalidOperationException("stumbled at the start");

    protected override void OnBuildFinished() => Note("finished");

    private Target Work => _ => _.Executes(() => Note("worked"));
}

/// <summary>Says as little as possible.</summary>
[DisableDefaultOutput(
    DefaultOutput.Logo, DefaultOutput.TargetHeader, DefaultOutput.TargetOutcome, DefaultOutput.BuildOutcome, DefaultOutput.Timestamps,
    DefaultOutput.ErrorsAndWarnings)]
internal sealed class HushBuild : NukeBuild
{
    public static int Run() => Execute<HushBuild>(x => x.Work);

    private Target Work => _ => _.Executes(() => Log.Warning("a bare warning"));
}
