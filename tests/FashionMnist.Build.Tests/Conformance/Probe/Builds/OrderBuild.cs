using System.ComponentModel;
using System.Reflection;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using static Notes;

public enum Crust
{
    Soft,
    Firm,
    ExtraDark,
}

[TypeConverter(typeof(TypeConverter<Grain>))]
public class Grain : Enumeration
{
    public static Grain Wheat = new() { Value = nameof(Wheat) };
    public static Grain Rye = new() { Value = nameof(Rye) };
    public static Grain WholeMeal = new() { Value = "Whole meal" };

    public static implicit operator string(Grain grain) => grain.Value;
}

public class Recipe
{
    public string Title { get; set; }

    public int Minutes { get; set; }
}

/// <summary>Parameters of every kind.</summary>
internal sealed class OrderBuild : NukeBuild
{
    public static int Run() => Execute<OrderBuild>(x => x.Show);

#pragma warning disable IDE1006 // A parameter is called what its member is called.
    [Parameter("Who ordered")] private readonly string Customer = "walk-in";
    [Parameter] private readonly string Remark;
    [Parameter] private readonly int Loaves = 1;
    [Parameter("Not always given")] private readonly int? Rolls;
    [Parameter] private readonly long Crumbs;
    [Parameter] private readonly double Weight = 0.75;
    [Parameter] private readonly bool Sliced;
    [Parameter] private readonly bool? Wrapped;
    [Parameter("How it is baked")] private readonly Crust Crust = Crust.Firm;
    [Parameter] private readonly Grain Grain = Grain.Wheat;
    [Parameter] private readonly string[] Extras;
    [Parameter("Separated by commas", Separator = ",")] private readonly string[] Seeds;
    [Parameter] private readonly int[] Sizes = [5];
    [Parameter] private readonly Crust[] Crusts;
    [Parameter] private readonly AbsolutePath Basket;
    [Parameter] private readonly AbsolutePath[] Baskets;
    [Parameter("Goes by another name", Name = "paid-by")] private readonly string Payment;
    [Parameter("Not shown", List = false)] private readonly string Hidden = "hidden";
    [Parameter("Keep it to yourself"), Secret] private readonly string PinCode;
    [Parameter] private readonly string B2Shelf;
    [Parameter] private readonly string GitHubHandle;
    [Parameter] private readonly Recipe Recipe;
    [Parameter("Can be set"), Optional] private string Note1 { get; set; } = "none";
    [Parameter("One of the offered", ValueProviderMember = nameof(Drinks))] private readonly string Drink;
    [Parameter] private readonly TimeSpan? Wait;
    [Parameter] private readonly Guid? Ticket;
#pragma warning restore IDE1006

    private static IEnumerable<string> Drinks => ["tea", "milk"];

    private Target Show => _ => _.Description("Shows every parameter").Executes(() =>
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var member in GetType().GetMembers(Own).Where(x => x.IsDefined(typeof(ParameterAttribute))))
        {
            var value = member is FieldInfo backing ? backing.GetValue(this) : ((PropertyInfo)member).GetValue(this);
            Note($"{member.Name} {Text(value is Recipe recipe ? $"{recipe.Title}/{recipe.Minutes}" : value)}");
        }
    });

    private Target Brief => _ => _
        .Executes(() => Note($"Customer {Text(Customer)}, Loaves {Loaves}, profiles {Text(LoadedLocalProfiles)}"));

    private Target NeedsRemark => _ => _.Requires(() => Remark).Executes(() => Note($"remark {Remark}"));

    private Target NeedsRolls => _ => _.Requires(() => Rolls).Executes(() => Note($"rolls {Rolls}"));

    private Target NeedsMore => _ => _
        .DependsOn(NeedsRemark).Requires(() => Extras).Requires(() => PinCode).Executes(() => Note("has more"));

    private Target NeedsThree => _ => _.Requires(() => Loaves >= 3).Executes(() => Note($"loaves {Loaves}"));

    private Target Tell => _ => _.Requires(() => PinCode).Executes(() => Serilog.Log.Information("the pin is {Pin}", PinCode));

    private Target Options => _ => _.Executes(() =>
        Note($"{Verbosity}, continue {Continue}, help {Help}, plan {Plan}, no logo {NoLogo}, root {RootDirectory}, {TemporaryDirectory}"));
}

/// <summary>A parameter that every target needs.</summary>
internal sealed class DepositBuild : NukeBuild
{
    public static int Run() => Execute<DepositBuild>(x => x.Pay);

#pragma warning disable IDE1006 // A parameter is called what its member is called.
    [Parameter("Must be paid"), Required] private readonly string Amount;
#pragma warning restore IDE1006

    private Target Pay => _ => _.Executes(() => Note($"paid {Amount}"));

    private Target Leave => _ => _.Executes(() => Note("left"));
}
