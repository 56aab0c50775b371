using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Models;
using FashionMnist.Models;
using FashionMnist.Models.Registry;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>Decides which published model is in production.</summary>
[HelpGroup(HelpGroup.Store)]
internal interface IPromoteModel : IPublishModel
{
    private const int OldestAgeDays = 36_500;

    [Parameter("Package to promote: its SHA-256 or the first 8 digits of it; the model of this working tree where nothing is said")]
    string? Package => TryGetValue(() => Package);

    [Parameter("PruneModels keeps packages younger than this many days. Default is 7")]
    int MinimumAgeDays => TryGetValue<int?>(() => MinimumAgeDays) ?? 7;

    Target Promote => _ => _
        .Description("Points production at a published model")
        .AfterChecks()
        .After(PublishModel)
        .Executes(this.Guarded(async () =>
        {
            RequireLastingStore();
            RequirePromotingBranch();
            if (Package is null)
                RequirePassedGate();
            var (registry, id) = Package is null ? (Registry, Candidate.Manifest.Onnx.Sha256) : (await OperatedRegistryAsync(), Package);
            try
            {
                Tell(await registry.PromoteAsync(id, new PromoteOptions { Reason = Reason, Forced = IsForced, DryRun = DryRun }));
            }
            catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound && IsPublishedDry)
            {
                Log.Information("Dry run: would promote {Package}, which PublishModel would have published", id);
            }
        }));

    Target Rollback => _ => _
        .Description("Points production back at the model before the present one")
        .AfterChecks()
        .Executes(this.Guarded(async () =>
        {
            RequireLastingStore();
            RequirePromotingBranch();
            Tell(await (await OperatedRegistryAsync()).RollbackAsync(new PromoteOptions { Reason = Reason, DryRun = DryRun }));
        }));

    Target History => _ => _
        .Description("Shows which model was in production when, and every event of the ledger")
        .Executes(this.Guarded(async () =>
        {
            var registry = await OperatedRegistryAsync();
            Console.WriteLine($"{registry.ModelName} in {StoreAddress}");
            foreach (var line in HistoryTable.Lines(await registry.HistoryAsync()))
                Console.WriteLine(line);
        }));

    Target PruneModels => _ => _
        .Description("Removes published models that were never in production")
        .AfterChecks()
        .Executes(this.Guarded(async () =>
        {
            RequireLastingStore();
            var registry = await OperatedRegistryAsync();
            var plan = await registry.PlanPruneAsync(RequiredAge());
            var removed = DryRun ? plan : await registry.PruneAsync(plan, Reason);
            foreach (var package in removed)
                Log.Information("{Prefix:l}{Package} of {Published:yyyy-MM-dd}, {Kilobytes} kB", DryRun ? "Dry run: would remove " : "Removed ", package.PackageId, package.Published, package.Bytes / 1000);
            Log.Information("{Count} packages were never in production and are older than {Days} days", removed.Count, MinimumAgeDays);
        }));

    /// <summary>Says what a promotion did.</summary>
    static void Tell(PromotionResult result) => Log.Information("{Message:l}", result.Message);

    /// <summary>A dry run publishes nothing, so what it would promote is not in the store.</summary>
    private bool IsPublishedDry => DryRun && Package is null && SucceededTargets.Any(x => x.Name == nameof(PublishModel));

    private TimeSpan RequiredAge() => MinimumAgeDays is >= 0 and <= OldestAgeDays
        ? TimeSpan.FromDays(MinimumAgeDays)
        : throw new FashionMnistException(ExitCodes.Usage, $"--minimum-age-days {MinimumAgeDays}: allowed 0 to {OldestAgeDays}");
}
