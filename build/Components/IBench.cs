using System.Security.Cryptography;
using System.Text;
using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Programs;
using Nuke.Common;
using Nuke.Common.IO;

namespace FashionMnist.Build.Components;

/// <summary>Measures speed and memory.</summary>
[HelpGroup(HelpGroup.Code)]
internal interface IBench : ITrainModel
{
    [Parameter("Comparisons that Bench makes, for example job memory node. Default is all, which takes a while")]
    string[] Only => TryGetValue(() => Only) ?? [];

    Target Bench => _ => _
        .Description("Compares job, library, training and build with peers and limits on this machine, in one table")
        .DependsOn(CheckData)
        .Produces(BenchFolder / "results.md")
        .Executes(this.Guarded(() =>
        {
            foreach (var program in new[] { Training, BenchProgram, BareLoop, TrainingBench }.Where(x => !x.IsCurrent))
                program.Publish();
            Training.Run([.. TrainingArguments(BenchModel, BenchFingerprint), "--set", "training.precision=int8"]);
            BenchProgram.Run(
            [
                "--root", RootDirectory,
                "--job", Job.Assembly,
                "--bare-loop", BareLoop.Assembly,
                "--training-bench", TrainingBench.Assembly,
                "--model", BenchModel,
                "--dataset", DatasetFile,
                "--output", BenchFolder,
                .. Only.Length == 0 ? [] : Only.Prepend("--only"),
            ]);
            ReportSummary(_ => new() { ["Table"] = RootDirectory.GetUnixRelativePathTo(BenchFolder / "results.md") });
        }));

    private AbsolutePath BenchFolder => ArtifactsDirectory / "bench";

    private AbsolutePath BenchModel => BenchFolder / "model";

    /// <summary>The int8 sibling of the candidate; its float32 export comes with it.</summary>
    private string BenchFingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"int8 of {Candidate.Fingerprint}")));

    private PublishedProgram BenchProgram => new(RootDirectory, "FashionMnist.Bench", "fashion_mnist_bench", "bench");

    private PublishedProgram BareLoop => new(RootDirectory, "FashionMnist.BareLoop", "bare_loop", "bench");

    private PublishedProgram TrainingBench => new(RootDirectory, "FashionMnist.Training.Bench", "FashionMnist.Training.Bench", "bench");
}
