using Nuke.Common;
using static Notes;

internal interface IFruitStall : INukeBuild
{
    [Parameter("What is sold")] string Fruit => TryGetValue(() => Fruit) ?? "apples";

    [Parameter("How many a bag")] int PerBag => TryGetValue<int?>(() => PerBag) ?? 6;

    [Parameter] bool Ripe => TryGetValue<bool?>(() => Ripe) ?? false;

    [Parameter] Crust Peel => TryGetValue<Crust?>(() => Peel) ?? Crust.Soft;

    [Parameter] string[] Helpers => TryGetValue(() => Helpers) ?? ["nobody"];

    Target SellFruit => _ => _
        .Description("Sells from the stall")
        .Executes(() => Note($"fruit {Fruit}, per bag {PerBag}, ripe {Ripe}, peel {Peel}, helpers {Text(Helpers)}"));
}

[ParameterPrefix("Fish")]
internal interface IFishStall : INukeBuild
{
    [Parameter("Where it was caught")] string Origin => TryGetValue(() => Origin) ?? "somewhere";

    Target SellFish => _ => _.Requires(() => Origin).Executes(() => Note($"fish from {Origin}"));
}

internal interface IFlowerStall : INukeBuild
{
    [Parameter("No default")] string Occasion => TryGetValue(() => Occasion);

    Target SellFlowers => _ => _.Requires(() => Occasion).Executes(() => Note($"flowers for {Occasion}"));
}

internal interface IMusic : INukeBuild
{
    Target Play => _ => _
        .Description("Plays when the fruit is sold, if there is any")
        .TryDependsOn<IFruitStall>()
        .TryDependsOn<ICircus>(x => x.Parade)
        .TryAfter<IFishStall>(x => x.SellFish)
        .Executes(() => Note("music as composed"));
}

internal interface ICircus : INukeBuild
{
    Target Parade => _ => _.Executes(() => Note("a parade"));
}

internal interface ILights : INukeBuild
{
    Target Shine => _ => _
        .Description("Shines as planned")
        .TryBefore<IMusic>(x => x.Play)
        .Executes(() => Note("light as planned"));
}

internal interface IFeast : IMusic, ILights
{
    Target Celebrate => _ => _.DependsOn<IMusic>().DependsOn<ILights>(x => x.Shine).Executes(() => Note("celebrated"));
}

/// <summary>Components: one target extended, one replaced.</summary>
internal sealed class MarketBuild : NukeBuild, IFruitStall, IFishStall, IFeast, IFlowerStall
{
    public static int Run() => Execute<MarketBuild>(x => ((IFeast)x).Celebrate);

    Target IMusic.Play => _ => _.Inherit<IMusic>().Executes(() => Note("an encore"));

    Target ILights.Shine => _ => _.TryBefore<IFruitStall>(x => x.SellFruit).Executes(() => Note("other lights"));

    private Target Visit => _ => _.DependsOn<IFruitStall>(x => x.SellFruit).Executes(() => Note($"saw {((IFruitStall)this).Fruit}"));
}
