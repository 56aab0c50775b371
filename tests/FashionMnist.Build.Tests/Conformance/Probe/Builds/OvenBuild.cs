using Nuke.Common;
using static Notes;

/// <summary>Conditions, failures, interruption.</summary>
internal sealed class OvenBuild : ObservedBuild
{
    public static int Run() => Execute<OvenBuild>(x => x.Heat);

    private bool IsHoliday => false;

    private Target Light => _ => _.Executes(() => Note("lit"));

    private Target Heat => _ => _.DependsOn(Light).Executes(() => Note("hot"));

    private Target Roast => _ => _.DependsOn(Heat).OnlyWhenStatic(() => IsHoliday).Executes(() => Note("roasted"));

    private Target Carve => _ => _.DependsOn(Roast).Executes(() => Note("carved"));

    private Target Grill => _ => _
        .DependsOn(Heat).OnlyWhenStatic(() => IsHoliday).WhenSkipped(DependencyBehavior.Execute).Executes(() => Note("grilled"));

    private Target Toast => _ => _
        .DependsOn(Heat).OnlyWhenDynamic(() => IsHoliday).WhenSkipped(DependencyBehavior.Skip).Executes(() => Note("toasted"));

    private Target Bell => _ => _.OnlyWhenStatic(() => IsHoliday).Triggers(Light).Executes(() => Note("rung"));

    private Target Once => _ => _
        .OnlyWhenStatic(() => !IsHoliday).OnlyWhenDynamic(() => SucceededTargets.Count == 0).Executes(() => Note("once"));

    private Target Doubt => _ => _.After(Light).OnlyWhenDynamic(() => Broken("no answer")).Executes(() => Note("doubted"));

    private Target EarlyDoubt => _ => _.After(Light).OnlyWhenStatic(() => Broken("no answer either")).Executes(() => Note("doubted early"));

    private Target Burn => _ => _.DependsOn(Light).Executes(() => throw new InvalidOperationException("it burned"));

    private Target Eat => _ => _.DependsOn(Burn).Executes(() => Note("eaten"));

    private Target Look => _ => _.After(Burn).Before(Eat).Executes(() => Note("looked"));

    private Target Air => _ => _
        .AssuredAfterFailure().After(Burn, Scrape, Scorch).Before(Eat)
        .Executes(() => Note($"aired, burned {FailedTargets.Contains(Burn)}"));

    private Target Scrape => _ => _.AssuredAfterFailure().DependsOn(Burn).Executes(() => Note("scraped"));

    private Target Scorch => _ => _.AssuredAfterFailure().After(Burn).Executes(() => throw new Exception("scorched as well"));

    private Target Spill => _ => _.ProceedAfterFailure().Executes(() => throw new Exception("spilled"));

    private Target Wipe => _ => _.DependsOn(Spill).Executes(() => Note("wiped"));

    private Target Cause => _ => _
        .Executes(() => throw new InvalidOperationException("what happened", new ArgumentException("why it happened")));

    private Target Many => _ => _.Executes(() => throw new AggregateException("several", new Exception("this"), new Exception("that")));

    private Target Verse => _ => _.Executes(() => throw new Exception("line one\nline two"));

    private Target Later => _ => _.Executes(async () =>
    {
        await Task.Yield();
        throw new InvalidOperationException("failed later");
    });

    private Target Second => _ => _
        .Executes(() => Note("the first"), () => throw new Exception("the second fails"), () => Note("the third"));

    private Target Simmer => _ => _.Executes(() =>
    {
        Note("simmering");
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromSeconds(30));
        Note("done simmering");
    });

    private Target Cool => _ => _.AssuredAfterFailure().After(Simmer, Plate).Executes(() => Note("cooled"));

    private Target Plate => _ => _.After(Simmer).Executes(() => Note("plated"));

    private static bool Broken(string message) => throw new InvalidOperationException(message);
}
