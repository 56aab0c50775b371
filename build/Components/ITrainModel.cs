using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Git;
using FashionMnist.Build.Models;
using FashionMnist.Build.Settings;
using Nuke.Common;

namespace FashionMnist.Build.Components;

/// <summary>Trains the network.</summary>
[HelpGroup(HelpGroup.Model)]
internal interface ITrainModel : IFetchData, IHazModels
{
    Target Train => _ => _
        .Description("Trains the network and exports it to ONNX; skipped when the same inputs were trained already")
        .DependsOn(CheckData)
        .OnlyWhenDynamic(() => ModelIsNeeded && CandidateIsNotTrained)
        .Executes(this.Guarded(() =>
        {
            if (!Training.IsCurrent)
                Training.Publish();

            Training.Run(TrainingArguments(Candidate.Folder, Candidate.Fingerprint));
        }));

    /// <summary>What the training program is told.</summary>
    IEnumerable<string> TrainingArguments(string folder, string fingerprint)
    {
        var revision = WorkingTree.Revision(RootDirectory);
        return
        [
            "train",
            "--dataset", DatasetFile,
            "--output", folder,
            "--fingerprint", fingerprint,
            "--commit", revision.Commit,
            .. revision.Dirty ? ["--dirty"] : Array.Empty<string>(),
            "--engine", BuildEngine.Name,
            "--log-format", "text",
            .. this.Arguments(),
        ];
    }

    bool CandidateIsNotTrained => this.Guarded(() =>
        !Candidate.IsTrained || SkipNotes.NotNeeded($"The same data, settings and sources were trained already: {Candidate.Folder}"));
}
