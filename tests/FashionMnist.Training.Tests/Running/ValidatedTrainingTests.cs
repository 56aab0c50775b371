using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Checkpoints;
using FashionMnist.Training.Tests.Support;

namespace FashionMnist.Training.Tests.Running;

public sealed class ValidatedTrainingTests : IDisposable
{
    private const string HeldOut = "training.profiles.quick.validationImages=64";

    /// <summary>A restless training: without an average and with a high rate some epoch is worse than the one before.</summary>
    private static readonly string[] EndsEarly =
    [
        HeldOut, "training.profiles.quick.patience=1", "training.profiles.quick.epochs=60", "training.profiles.quick.emaDecay=0",
        "training.profiles.quick.learningRate=0.5",
    ];

    private readonly SmallTraining _training = new();

    public void Dispose() => _training.Dispose();

    [Fact]
    public void Training_ends_when_patience_is_over()
    {
        var log = new LogLines();

        _training.Run(log, settings: EndsEarly);

        var done = log.All.Count(x => x.StartsWith("Epoch ", StringComparison.Ordinal) && x.Contains("validation accuracy", StringComparison.Ordinal));
        Assert.InRange(done, 2, 59);
        Assert.Contains($"Stopping early after epoch {done}: none of the last 1 was better on the validation images", log.All);
        Assert.Equal(done - 1, _training.Manifest().Training.BestEpoch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stopped_training_remembers_the_best_weights_and_its_patience(int epoch)
    {
        string[] settings = [.. EndsEarly, "training.profiles.quick.patience=4"];
        _training.Run(output: "uninterrupted", settings: settings);
        _training.RunUntilEpoch(epoch, settings: settings);

        _training.Run(settings: settings);

        Assert.Equal(_training.Onnx("uninterrupted"), _training.Onnx());
        Assert.Equal(_training.Manifest("uninterrupted").Training.BestEpoch, _training.Manifest().Training.BestEpoch);
        Assert.Equal(_training.Manifest("uninterrupted").Training.ValidationAccuracy, _training.Manifest().Training.ValidationAccuracy);
    }

    [Fact]
    public void A_training_that_ended_early_but_was_not_exported_is_exported_without_another_epoch()
    {
        _training.Run(output: "uninterrupted", settings: EndsEarly);
        var obstacle = Directory.CreateDirectory(_training.PathOf("model", PackageFiles.Onnx)).FullName;
        Assert.ThrowsAny<Exception>(() => _training.Run(settings: EndsEarly));
        Assert.True(File.Exists(_training.PathOf("model", CheckpointFile.FileName)));
        Directory.Delete(obstacle);
        var log = new LogLines();

        _training.Run(log, settings: EndsEarly);

        Assert.DoesNotContain(log.All, x => x.StartsWith("Epoch ", StringComparison.Ordinal));
        Assert.Equal(_training.Onnx("uninterrupted"), _training.Onnx());
    }

    [Fact]
    public void Without_held_out_images_the_last_epoch_becomes_the_model()
    {
        _training.Run();

        Assert.Equal(4, _training.Manifest().Training.BestEpoch);
        Assert.Null(_training.Manifest().Training.ValidationAccuracy);
    }

    [Fact]
    public void Holding_out_everything_is_a_mistake_in_the_configuration()
    {
        var problem = Assert.Throws<FashionMnistException>(() => _training.Run(settings: "training.profiles.quick.validationImages=320"));

        Assert.Equal(ExitCodes.Configuration, problem.ExitCode);
        Assert.Contains("validationImages (320)", problem.Message, StringComparison.Ordinal);
    }
}
