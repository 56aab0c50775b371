using Nuke.Common;
using static Notes;

/// <summary>Order, triggers, inheritance.</summary>
internal abstract class BreadBuild : ObservedBuild
{
    public virtual Target Shape => _ => _
        .Description("Shapes what was kneaded")
        .DependsOn(Weigh)
        .Executes(() => Note("shaping as always"));

    public virtual Target Glaze => _ => _.Executes(() => Note("glazing as always"));

    public Target Weigh => _ => _.Executes(() => Note("weighing"));
}

internal sealed class BakeryBuild : BreadBuild
{
    public static int Run() => Execute<BakeryBuild>(x => x.Sell);

    private Target Sell => _ => _.Description("Sells the bread").DependsOn(Bake).Executes(() => Note("selling"));

    private Target Bake => _ => _.DependsOn(Knead).Executes(() => Note("baking"));

    private Target Knead => _ => _.Description("Needs nothing first").After(Weigh).Executes(() => Note("kneading"));

    private Target Clean => _ => _.Description("Only gathers others").DependsOn(Dry, Rinse, Sweep);

    private Target Dry => _ => _.After(Rinse).Executes(() => Note("drying"));

    private Target Rinse => _ => _.Executes(() => Note("rinsing"));

    private Target Sweep => _ => _.Before(Rinse).Executes(() => Note("sweeping"));

    private Target Open => _ => _.Executes(() => Note("opening"));

    private Target Unlock => _ => _.DependentFor(Open).Executes(() => Note("unlocking"));

    private Target Ring => _ => _.Triggers(Serve).Executes(() => Note("ringing"));

    private Target Serve => _ => _.DependsOn(Knead).Executes(() => Note("serving"));

    private Target Greet => _ => _.TriggeredBy(Ring).Before(Knead, Serve).After(Ring).Executes(() => Note("greeting"));

    private Target Secret => _ => _.Unlisted().Description("Never listed").Executes(() => Note("a recipe"));

    public override Target Shape => _ => _.Base().DependsOn(Knead).Executes(() => Note("shaping anew"));

    public override Target Glaze => _ => _.Executes(() => Note("glazing instead"));

    private Target Decorate => _ => _.Inherit(Knead, Glaze).Executes(() => Note("decorating"));

    private Target Steps => _ => _
        .Executes(() => Note("step one"), () => Note("step two"))
        .Executes(() => Note("step three"));

    private Target Rise => _ => _.Executes(async () =>
    {
        await Task.Yield();
        Note("risen");
    });

    private Target Count => _ => _.Executes(() => 3 + 4);

    private Target Pack => _ => _
        .Produces(RootDirectory / "boxes" / "*.box", "labels/*.txt")
        .Executes(() =>
            Note(Text(ExecutionPlan.Single(x => x.Name == nameof(Pack)).ArtifactProducts.Select(x => x.Replace(RootDirectory, "root")))));
}
