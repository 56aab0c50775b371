using System.Text.Json;
using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Models;
using FashionMnist.Build.Programs;
using FashionMnist.Build.Settings;
using FashionMnist.Models.IO;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Components;

namespace FashionMnist.Build.Components;

/// <summary>Finds the dataset and holds it against its contract.</summary>
[HelpGroup(HelpGroup.Data)]
internal interface IFetchData : IHazPrograms, IHazSettings, IHazArtifacts
{
    /// <summary>Says which dataset was found and where.</summary>
    AbsolutePath DatasetFile => ArtifactsDirectory / "dataset.json";

    /// <summary>What the contract found in it.</summary>
    AbsolutePath ContractFile => ArtifactsDirectory / "data-contract.json";

    /// <summary>Whether the files were found, as the result of a test.</summary>
    AbsolutePath FilesReport => ArtifactsDirectory / "data-files.junit.xml";

    /// <summary>The same as the results of tests, for servers that show them.</summary>
    AbsolutePath ContractReport => ArtifactsDirectory / "data-contract.junit.xml";

    /// <summary>The dataset as FetchData found it.</summary>
    DatasetFinding Dataset => DatasetFinding.Read(DatasetFile);

    Target FetchData => _ => _
        .Description("Finds the dataset: configured folder, checkout, folder beside it, cache, download, synthetic look-alike")
        .DependsOn(PublishJob)
        .Produces(FilesReport)
        .Executes(this.Guarded(() => DataContractReport.Of(
            FilesReport,
            "dataset: its files are there and intact",
            () => Job.Run(["fetch-data", "--root", RootDirectory, "--output", DatasetFile, "--log-format", "text", .. this.Arguments()]))));

    Target CheckData => _ => _
        .Description("Holds the dataset against its contract: labels, image size, contrast, class balance, duplicates, hashes")
        .DependsOn(FetchData)
        .OnlyWhenDynamic(() => DataIsNotChecked)
        .Produces(ContractFile, ContractReport)
        .Executes(this.Guarded(() =>
        {
            CheckedStamp.DeleteFile();
            ContractFile.DeleteFile();
            using var report = new DataContractReport(ContractFile, ContractReport);
            Job.Run(["check-data", "--dataset", DatasetFile, "--output", ContractFile, "--log-format", "text", .. this.Arguments()]);
            AtomicFile.Write(CheckedStamp, CheckedIdentity);
        }));

    /// <summary>Asked for by name, the check always runs; on the way to something else, once for each dataset and contract.</summary>
    bool DataIsNotChecked => this.Guarded(() =>
        InvokedTargets.Any(x => x.Name == nameof(CheckData))
        || !CheckedStamp.FileExists()
        || CheckedStamp.ReadAllText() != CheckedIdentity
        || SkipNotes.NotNeeded($"The same files kept the same contract before: {ContractFile}"));

    private AbsolutePath CheckedStamp => ArtifactsDirectory / "data-contract.stamp";

    private string CheckedIdentity =>
        string.Join('\n', [.. Dataset.Identity, JsonSerializer.Serialize(Settings.Options.Contract), Job.Sources]) + "\n";
}
