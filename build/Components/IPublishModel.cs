using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Models;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>Uploads the judged model to the versioned store.</summary>
[HelpGroup(HelpGroup.Model)]
internal interface IPublishModel : IEvaluateModel
{
    Target PublishModel => _ => _
        .Description("Uploads the model that passed the gate to the versioned store; identical bytes are never uploaded twice")
        .AfterChecks()
        .DependsOn(Evaluate)
        .OnlyWhenDynamic(() => ModelIsNeeded)
        .Executes(this.Guarded(async () =>
        {
            RequireLastingStore();
            if (IsServerBuild)
                RequirePromotingBranch();
            RequirePassedGate();
            var package = await ModelPackage.LoadAsync(Candidate.Folder);
            var result = await Registry.PublishAsync(package, new PublishOptions { AllowDirty = AllowDirty, DryRun = DryRun, Attachments = Candidate.Reports });
            Log.Information("{Message:l}", result.Message);
            ReportSummary(_ => new() { ["Model"] = result.PackageId[..12], ["Store"] = StoreAddress });
        }));

    /// <summary>Refuses a model that was not evaluated, was evaluated for something else than what holds now, or did not pass.</summary>
    void RequirePassedGate()
    {
        if (Candidate.Gate is not { } gate || EvaluationScope.Read(Candidate.ScopeFile) is not { } scope)
            throw new FashionMnistException(ExitCodes.NotFound, $"{Candidate.Folder}: the model is not evaluated; run ./build.sh Evaluate");
        scope.Require(ScopeNow);
        if (!gate.Passed && !IsForced)
            throw new FashionMnistException(ExitCodes.Refused, $"The gate refused this model: {gate.Reason}");
    }
}
