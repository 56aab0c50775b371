using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Augmentation;
using FashionMnist.Training.Optimisation;
using FashionMnist.Training.Validation;
using Serilog;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Training.Learning;

/// <summary>Trains a network, and chooses its best epoch where images are held out for that.</summary>
/// <param name="split">What is learned, and what is held out.</param>
/// <param name="profile">The recipe.</param>
/// <param name="seed">Seed of all randomness.</param>
/// <param name="log">Where progress is told.</param>
/// <param name="time">The clock of progress and durations; the weights do not depend on it.</param>
internal sealed class Trainer(ValidationSplit split, TrainingProfile profile, int seed, ILogger log, TimeProvider time)
{
    private readonly int _steps = EpochBatches.Count(split.Train, profile);
    private readonly EpochProgress _progress = new(profile.Epochs, EpochBatches.Count(split.Train, profile), log, time);
    private readonly Validator _validator = new(split.Validation);

    private LearningRateSchedule Schedule => new(profile.LearningRate, profile.Epochs * _steps, profile.WarmupFraction);

    /// <summary>Trains from the state given to the last epoch, or until no better one has come for a while.</summary>
    /// <param name="state">Where to start; holds the result afterwards.</param>
    /// <param name="epochDone">Called after each epoch, to keep the state.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if the loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the state is in the middle of an epoch.</exception>
    public void Run(TrainingState state, Action epochDone, CancellationToken cancellation)
    {
        while (!state.IsFinished(profile))
        {
            RunEpoch(state, state.Epoch + 1, cancellation);
            state.Epoch++;
            state.Elapsed += _progress.EpochTime;
            epochDone();
        }

        if (state.IsStuck(profile))
        {
            log.Information(
                "Stopping early after epoch {Epoch}: none of the last {Patience} was better on the validation images", state.Epoch, profile.Patience);
        }

        if (state.Best is { } best)
        {
            log.Information(
                "Best on the {Images} validation images: epoch {Epoch}, accuracy {Accuracy:P2}", split.Validation.Count, best.Epoch, best.Score.Accuracy);
        }
    }

    private void RunEpoch(TrainingState state, int epoch, CancellationToken cancellation)
    {
        var batches = new EpochBatches(split.Train, profile, seed, epoch);
        state.Network.train();
        _progress.Begin(epoch);
        for (var i = 0; i < _steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var step = (epoch - 1) * _steps + i;
            TakeStep(state, batches.Take, i, step);
        }

        if (state.Best is { } best)
        {
            var score = _validator.Measure(state.AveragedNetwork);
            _progress.End(score.Accuracy, best.Offer(state.AveragedNetwork, epoch, score));
        }
        else
        {
            _progress.End();
        }
    }

    private void TakeStep(TrainingState state, Func<int, (Tensor Images, Tensor Labels)> batch, int index, int step)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = batch(index);
        var logits = state.Network.forward(images);
        var loss = functional.cross_entropy(logits, labels, label_smoothing: profile.LabelSmoothing);
        loss.backward();
        state.Optimiser.Step(Schedule.At(step));
        state.Average.Update(step);

        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"training diverged in epoch {state.Epoch + 1}, step {index + 1}: the loss is {value}; lower the profile's learningRate ({profile.LearningRate})");
        }

        var right = logits.argmax(1).eq(labels).sum().item<long>();
        _progress.Step(value, (int)right, (int)labels.shape[0]);
    }
}
