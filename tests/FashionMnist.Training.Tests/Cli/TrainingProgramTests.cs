using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Checkpoints;
using FashionMnist.Training.Tests.Support;

namespace FashionMnist.Training.Tests.Cli;

public sealed class TrainingProgramTests : IDisposable
{
    private const int LongestMomentMilliseconds = 4000;

    private readonly SmallTraining _training = new();

    public void Dispose() => _training.Dispose();

    [SlowFact("kills a training again and again")]
    [Trait(Kills.Category, Kills.Name)]
    public void A_training_killed_at_random_moments_ends_with_the_bytes_of_an_uninterrupted_one()
    {
        _training.Run(output: "uninterrupted");
        var moments = Kills.Moments();
        for (var kill = Kills.Count(otherwise: 6); kill > 0; kill--)
        {
            using (var program = TrainingProgram.Start(Arguments()))
                program.KillAfter(TimeSpan.FromMilliseconds(moments.Next(LongestMomentMilliseconds)));
            if (File.Exists(_training.PathOf("model", PackageFiles.Manifest)))
                AssertFinishedAndStartAgain();
        }

        Assert.Equal(ExitCodes.Ok, TrainingProgram.Run(Arguments()).ExitCode);
        AssertFinishedAndStartAgain();
    }

    [SlowTheory("kills a training again and again")]
    [InlineData(0)]
    [InlineData(64)]
    public void A_training_killed_again_and_again_ends_with_the_bytes_of_an_uninterrupted_one(int validationImages)
    {
        string[] settings = [$"training.profiles.quick.validationImages={validationImages}"];
        _training.Run(output: "uninterrupted", settings: settings);
        foreach (var line in new[] { "Training profile", "Epoch 1 of 4", "Epoch 3 of 4" })
        {
            using var program = TrainingProgram.Start(Arguments(settings));
            program.WaitFor(line);
            program.Kill();
            Assert.False(File.Exists(_training.PathOf("model", PackageFiles.Manifest)));
        }

        var (exitCode, _, error) = TrainingProgram.Run(Arguments(settings));

        Assert.Equal(ExitCodes.Ok, exitCode);
        Assert.Contains("Continuing after epoch", error, StringComparison.Ordinal);
        Assert.Equal(_training.Onnx("uninterrupted"), _training.Onnx());
    }

    [UnixFact]
    public void Control_C_stops_at_once_and_keeps_the_checkpoint()
    {
        using var program = TrainingProgram.Start(Arguments("training.profiles.quick.epochs=1000"));
        program.WaitFor("Epoch 2 of 1000");

        Assert.Equal(ExitCodes.Interrupted, program.PressControlC());
        Assert.Equal([CheckpointFile.FileName], Directory.EnumerateFiles(_training.Output()).Select(Path.GetFileName));
    }

    [Fact]
    public void An_unknown_profile_is_named_with_the_nearest_one()
    {
        var (exitCode, _, error) = TrainingProgram.Run(Arguments("training.profile=quik"));

        Assert.Equal(ExitCodes.Configuration, exitCode);
        Assert.Contains("quik", OneLine(error), StringComparison.Ordinal);
        Assert.Contains("Did you mean quick?", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_dataset_is_named()
    {
        File.Delete(_training.DatasetFile);

        var (exitCode, _, error) = TrainingProgram.Run(Arguments());

        Assert.Equal(ExitCodes.NotFound, exitCode);
        Assert.Contains(_training.DatasetFile, OneLine(error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_data_file_is_named_with_both_hashes()
    {
        var file = Path.Combine(Path.GetDirectoryName(_training.DatasetFile)!, "data", "train-images");
        File.AppendAllText(file, "x");

        var (exitCode, _, error) = TrainingProgram.Run(Arguments());

        Assert.Equal(ExitCodes.Integrity, exitCode);
        Assert.Matches("train-images: expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}", OneLine(error));
    }

    private void AssertFinishedAndStartAgain()
    {
        Assert.Equal(_training.Onnx("uninterrupted"), _training.Onnx());
        Directory.Delete(_training.Output(), recursive: true);
    }

    private static string OneLine(string error) => Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<string> Arguments(params IEnumerable<string> settings) =>
    [
        "train", "--dataset", _training.DatasetFile, "--output", _training.Output(), "--fingerprint", SmallTraining.Fingerprint(1),
        "--log-format", "text", .. SmallTraining.Settings.Concat(settings).SelectMany(x => new[] { "--set", x }),
    ];
}
