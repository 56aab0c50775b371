using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Checkpoints;
using FashionMnist.Training.Export;
using FashionMnist.Training.Running;
using FashionMnist.Training.Tests.Support;

namespace FashionMnist.Training.Tests.Running;

public sealed class TrainingRunTests : IDisposable
{
    private readonly SmallTraining _training = new();

    private string Checkpoint => _training.PathOf("model", CheckpointFile.FileName);

    public void Dispose() => _training.Dispose();

    [Fact]
    public void Learns_what_can_be_learned()
    {
        var log = new LogLines();

        _training.Run(log, settings: ["training.profiles.quick.width=8", "training.profiles.quick.epochs=8", "training.profiles.quick.batchSize=16", "training.profiles.quick.validationImages=80"]);

        Assert.Contains(log.All, x => x.Contains("of the 80 validation images", StringComparison.Ordinal));
        var accuracy = 100 * _training.Manifest().Training.ValidationAccuracy!.Value;
        Assert.InRange(accuracy, 80, 100);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        _training.Run(output: "first");
        _training.Run(output: "second");
        _training.Run(output: "third", settings: "training.seed=2");

        Assert.Equal(_training.Onnx("first"), _training.Onnx("second"));
        Assert.NotEqual(_training.Onnx("first"), _training.Onnx("third"));
    }

    [Fact]
    public void The_files_of_the_test_set_are_not_opened()
    {
        _training.Run(output: "with");
        _training.DeleteTestSet();

        _training.Run(output: "without");

        Assert.Equal(_training.Onnx("with"), _training.Onnx("without"));
        Assert.Equal(_training.Manifest("with").Data.Files, _training.Manifest("without").Data.Files);
    }

    [Fact]
    public void Two_threads_and_the_width_of_the_quick_profile_give_the_same_bytes_again()
    {
        string[] settings = ["training.threads=2", "training.profiles.quick.width=32", "training.profiles.quick.epochs=1"];

        _training.Run(output: "first", settings: settings);
        _training.Run(output: "second", settings: settings);

        Assert.Equal(_training.Onnx("first"), _training.Onnx("second"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stopped_training_continues_to_the_same_bytes(int epoch)
    {
        _training.Run(output: "uninterrupted");
        _training.RunUntilEpoch(epoch);
        Assert.False(File.Exists(_training.PathOf("model", PackageFiles.Onnx)));
        var log = new LogLines();

        _training.Run(log);

        Assert.Contains($"Continuing after epoch {epoch} from {Checkpoint}", log.All);
        Assert.Equal(_training.Onnx("uninterrupted"), _training.Onnx());
        Assert.False(File.Exists(Checkpoint));
    }

    [Fact]
    public void A_damaged_checkpoint_costs_time_only()
    {
        _training.Run(output: "uninterrupted");
        _training.RunUntilEpoch(2);
        File.WriteAllBytes(Checkpoint, File.ReadAllBytes(Checkpoint)[..^100]);
        var log = new LogLines();

        _training.Run(log);

        Assert.StartsWith($"{Checkpoint}: ignored, it is damaged", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(_training.Onnx("uninterrupted"), _training.Onnx());
    }

    [Theory]
    [InlineData(2, "training.seed=1")]
    [InlineData(1, "training.seed=2")]
    [InlineData(1, "training.profiles.quick.learningRate=0.05")]
    public void A_checkpoint_of_other_inputs_is_not_used(int fingerprint, string setting)
    {
        _training.RunUntilEpoch(2);
        var log = new LogLines();

        _training.Run(log, fingerprint: fingerprint, settings: setting);

        Assert.StartsWith($"{Checkpoint}: ignored, it belongs to a training with other inputs", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Contains(log.All, x => x.StartsWith("Epoch 1 of", StringComparison.Ordinal));
    }

    [Fact]
    public void A_finished_training_is_not_repeated()
    {
        _training.Run();
        var written = File.GetLastWriteTimeUtc(_training.PathOf("model", PackageFiles.Manifest));
        var log = new LogLines();

        _training.Run(log);

        Assert.Contains("nothing to do", Assert.Single(log.All), StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_training.PathOf("model", PackageFiles.Manifest)));
    }

    [Theory]
    [InlineData(PackageFiles.Onnx)]
    [InlineData(PackageFiles.Manifest)]
    public void A_damaged_package_is_made_again(string file)
    {
        _training.Run();
        var onnx = _training.Onnx();
        var path = _training.PathOf("model", file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        _training.Run();

        Assert.Equal(onnx, _training.Onnx());
        Assert.Equal(ModelFolder.Sha256(onnx), _training.Manifest().Onnx.Sha256);
    }

    [Fact]
    public void Other_inputs_replace_the_package()
    {
        _training.Run();

        _training.Run(fingerprint: 2, settings: "training.seed=2");

        Assert.Equal(SmallTraining.Fingerprint(2), _training.Manifest().Training.Fingerprint);
        Assert.Equal(ModelFolder.Sha256(_training.Onnx()), _training.Manifest().Onnx.Sha256);
    }

    [Fact]
    public void The_manifest_says_where_the_model_comes_from()
    {
        _training.Run(settings: "training.profiles.quick.bfloat16=false");

        var manifest = _training.Manifest();
        Assert.Equal(SyntheticDataset.Name, manifest.Name);
        Assert.True(manifest.Data.Synthetic);
        Assert.Equal(["test-images", "test-labels", "train-images", "train-labels"], manifest.Data.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new SourceRevision(new string('a', 40), Dirty: true), manifest.Source);
        Assert.Equal(("quick", 1, 1), (manifest.Training.Profile, manifest.Training.Seed, manifest.Training.Threads));
        Assert.Equal("Float32", manifest.Training.ComputeType);
        Assert.InRange(manifest.Training.ParityMaximumDifference!.Value, 0, ParityCheck.Limit);
        Assert.True(manifest.Training.DurationSeconds > 0);
        Assert.Equal(("4", "false", "0.9"), (manifest.Training.HyperParameters["epochs"], manifest.Training.HyperParameters["bfloat16"], manifest.Training.HyperParameters["emaDecay"]));
        Assert.Equal(typeof(Models.Configuration.TrainingProfile).GetProperties().Length, manifest.Training.HyperParameters.Count);
        Assert.Equal(("NUKE 10.1.0", "0.107.0"), (manifest.Packages["build engine"], manifest.Packages["TorchSharp"]));
        Assert.Equal((OnnxGraph.Opset, (long)_training.Onnx().Length), (manifest.Onnx.Opset, manifest.Onnx.Bytes));
        Assert.Equal(LabelMap.Names, manifest.Labels);
        Assert.Null(manifest.Metrics);
    }

    [Fact]
    public void Tells_its_progress()
    {
        var log = new LogLines();

        _training.Run(log);

        for (var epoch = 1; epoch <= 4; epoch++)
            Assert.Single(log.All, x => x.StartsWith($"Epoch {epoch} of 4: loss ", StringComparison.Ordinal) && x.EndsWith("s left", StringComparison.Ordinal));
        Assert.Contains(log.All, x => x.Contains("agree on all of 320 images of the training set", StringComparison.Ordinal));
        Assert.Contains(log.All, x => x.Contains("(synthetic)", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_trainings_do_not_share_a_folder()
    {
        using var first = new ModelFolder(_training.Output()).Open();

        var problem = Assert.Throws<FashionMnistException>(() => _training.Run());

        Assert.Equal(ExitCodes.TryAgain, problem.ExitCode);
    }

    [Fact]
    public void Leftovers_of_killed_trainings_are_removed()
    {
        Directory.CreateDirectory(_training.Output());
        File.WriteAllText(_training.PathOf("model", $".{CheckpointFile.FileName}.0123{AtomicFile.TemporarySuffix}"), "half");

        _training.Run();

        Assert.Equal(
            [PackageFiles.Manifest, PackageFiles.Onnx], Directory.EnumerateFileSystemEntries(_training.Output()).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_training.Output("file"), "");

        var problem = Assert.Throws<FashionMnistException>(() => _training.Run(output: "file/model"));

        Assert.Equal(ExitCodes.CannotWriteOutput, problem.ExitCode);
        Assert.StartsWith(_training.Output("file/model"), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverging_training_says_what_to_lower_and_leaves_no_model()
    {
        var problem = Assert.Throws<FashionMnistException>(() => _training.Run(settings:
            ["training.profiles.quick.learningRate=10", "training.profiles.quick.weightDecay=1", "training.profiles.quick.momentum=0.999", "training.profiles.quick.epochs=50"]));

        Assert.Equal(ExitCodes.Configuration, problem.ExitCode);
        Assert.Contains("learningRate", problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_training.PathOf("model", PackageFiles.Onnx)));
    }
}
