using FashionMnist.Data.Synthetic;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Export;
using FashionMnist.Training.Learning;
using FashionMnist.Training.Network;
using FashionMnist.Training.Tests.Support;
using FashionMnist.Training.Validation;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Learning;

public sealed class TrainerTests
{
    [Fact]
    public void The_result_is_the_epoch_that_did_best_on_the_held_out_images()
    {
        // A high rate and no average: the last epoch is not the best one.
        var profile = new TrainingProfile { Width = 2, Epochs = 40, BatchSize = 32, LearningRate = 0.5, EmaDecay = 0, ValidationImages = 64, Patience = 3 };
        var split = ValidationSplit.Of(SyntheticDataset.Draw(320, seed: 1), profile.ValidationImages, seed: 1);
        var validator = new Validator(split.Validation);
        var (scores, models) = (new List<ValidationScore>(), new List<byte[]>());
        using var state = new TrainingState(profile, ScalarType.Float32, seed: 1);

        new Trainer(split, profile, seed: 1, new LogLines().Logger, TimeProvider.System).Run(
            state,
            () =>
            {
                scores.Add(validator.Measure(state.AveragedNetwork));
                models.Add(Model(state.AveragedNetwork));
            },
            CancellationToken.None);

        var best = state.ResultEpoch;
        Assert.InRange(best, 1, scores.Count - 1);
        Assert.DoesNotContain(scores, x => x.Beats(scores[best - 1]));
        Assert.Equal(scores[best - 1], state.Best!.Score);
        Assert.Equal(models[best - 1], Model(state.Result));
    }

    [Theory]
    [InlineData(0, 9, false)]
    [InlineData(3, 4, false)]
    [InlineData(3, 5, true)]
    [InlineData(3, 10, true)]
    public void Is_finished_when_all_epochs_are_done_or_patience_is_over(int patience, int epoch, bool finished)
    {
        var profile = new TrainingProfile { Width = 2, Epochs = 10, ValidationImages = 1, Patience = patience };
        using var state = new TrainingState(profile, ScalarType.Float32, seed: 1) { Epoch = epoch };
        state.Best!.Epoch = 2;

        Assert.Equal(finished, state.IsFinished(profile));
    }

    private static byte[] Model(FashionNetwork network) => OnnxExporter.Export(NetworkFolder.Fold(network));
}
