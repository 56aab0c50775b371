using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Settings;
using FashionMnist.Models;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>Measures the trained model and lets the gate decide.</summary>
[HelpGroup(HelpGroup.Model)]
internal interface IEvaluateModel : ITrainModel
{
    [Parameter("Publishes and promotes a model although the gate refused it; needs --reason, which stands in the ledger")]
    bool Force => TryGetValue<bool?>(() => Force) ?? false;

    [Parameter("Why something is done; stands in the ledger")]
    string? Reason => TryGetValue(() => Reason);

    /// <summary>Whether somebody overrules the gate and says why.</summary>
    bool IsForced => Force && (Reason is not null
        ? true
        : throw new FashionMnistException(ExitCodes.Usage, "--force needs --reason \"why\": it stands in the ledger"));

    Target Evaluate => _ => _
        .Description("Measures the model on the test set and holds it against minimum and champion; a refusal lands in the ledger")
        .DependsOn(Train)
        .OnlyWhenDynamic(() => ModelIsNeeded)
        .OnlyWhenDynamic(() => CandidateIsNotJudged)
        .Executes(this.Guarded(async () =>
        {
            try
            {
                Job.Run(
                [
                    "evaluate",
                    "--package", Candidate.Folder,
                    "--dataset", DatasetFile,
                    .. PromotedId is null ? Array.Empty<string>() : ["--champion", StoreAddress],
                    "--output", Candidate.EvaluationFile,
                    "--log-format", "text",
                    .. this.Arguments(),
                ]);
            }
            catch (FashionMnistException e) when (e.ExitCode == ExitCodes.Refused)
            {
                if (!DryRun)
                    await Registry.RecordRefusalAsync(Candidate.Manifest.Onnx.Sha256, Candidate.Gate!.Reason, Candidate.Manifest.Metrics?.Accuracy);
                if (!IsForced)
                    throw;
                Log.Warning("The refusal is overruled: {Reason:l}", Reason);
            }
        }));

    /// <summary>A verdict holds as long as thresholds and champion are the same.</summary>
    bool CandidateIsNotJudged => this.Guarded(() => !(Candidate.Gate is { Passed: true } gate && gate.ChampionId == PromotedId && gate.Thresholds == Thresholds)
        || SkipNotes.NotNeeded($"This model was judged already by the same thresholds and champion: {Candidate.Gate.Reason}"));
}
