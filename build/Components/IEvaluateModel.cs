using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Models;
using FashionMnist.Build.Settings;
using FashionMnist.Models;
using Nuke.Common;
using Nuke.Common.IO;
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
        .Produces(CandidateDirectory / "*")
        .Executes(this.Guarded(async () =>
        {
            CandidateDirectory.CreateOrCleanDirectory();
            try
            {
                await JudgeAsync();
            }
            finally
            {
                Hand();
            }
        }));

    /// <summary>The candidate's files for a server to keep; what lies in the folders of other models is none of its business.</summary>
    AbsolutePath CandidateDirectory => ArtifactsDirectory / "candidate";

    /// <summary>A verdict holds as long as thresholds, champion, store and commit are the same.</summary>
    private bool IsJudged => Candidate.Gate is { Passed: true } gate && gate.Thresholds == Thresholds
        && EvaluationScope.Read(Candidate.ScopeFile) == ScopeNow && Candidate.ReportFile.FileExists();

    private async Task JudgeAsync()
    {
        if (IsJudged)
        {
            Log.Information("This model was judged already for the same commit, store, champion and thresholds: {Reason:l}", Candidate.Gate!.Reason);
            return;
        }

        var scope = ScopeNow;
        Candidate.ScopeFile.DeleteFile();
        try
        {
            Job.Run(
            [
                "evaluate",
                "--package", Candidate.Folder,
                "--dataset", DatasetFile,
                .. scope.ChampionId is null ? Array.Empty<string>() : ["--champion", StoreAddress],
                "--output", Candidate.EvaluationFile,
                "--report", Candidate.ReportFile,
                "--log-format", "text",
                .. this.Arguments(),
            ]);
            scope.Write(Candidate.ScopeFile);
            TellWhereTheReportIs();
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.Refused)
        {
            scope.Write(Candidate.ScopeFile);
            TellWhereTheReportIs();
            if (!DryRun)
                await Registry.RecordRefusalAsync(Candidate.Manifest.Onnx.Sha256, Candidate.Gate!.Reason, Candidate.Manifest.Metrics?.Accuracy);
            if (!IsForced)
                throw;
            Log.Warning("The refusal is overruled: {Reason:l}", Reason);
        }
    }

    private void Hand()
    {
        if (!Candidate.IsTrained)
            return;
        foreach (var file in Candidate.Folder.GetFiles())
            File.Copy(file, CandidateDirectory / file.Name);
    }

    private void TellWhereTheReportIs() =>
        ReportSummary(_ => new() { ["Report"] = RootDirectory.GetUnixRelativePathTo(Candidate.ReportFile) });
}
