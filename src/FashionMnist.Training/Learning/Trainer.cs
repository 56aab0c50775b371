using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Augmentation;
using FashionMnist.Training.Optimisation;
using Serilog;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Training.Learning;

/// <summary>Trains a network on a training split.</summary>
/// <param name="data">The training split.</param>
/// <param name="profile">The recipe.</param>
/// <param name="seed">Seed of all randomness.</param>
/// <param name="log">Where progress is told.</param>
/// <param name="time">The clock of progress and durations; the weights do not depend on it.</param>
internal sealed class Trainer(FashionMnistDataset data, TrainingProfile profile, int seed, ILogger log, TimeProvider time)
{
    private readonly int _steps = EpochBatches.Count(data, profile);
    private readonly EpochProgress _progress = new(profile.Epochs, EpochBatches.Count(data, profile), log, time);

    private LearningRateSchedule Schedule => new(profile.LearningRate, profile.Epochs * _steps, profile.WarmupFraction);

    /// <summary>Trains from the state given to the last epoch.</summary>
    /// <param name="state">Where to start; holds the result afterwards.</param>
    /// <param name="epochDone">Called after each epoch, to keep the state.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if the loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the state is in the middle of an epoch.</exception>
    public void Run(TrainingState state, Action epochDone, CancellationToken cancellation)
    {
        while (state.Epoch < profile.Epochs)
        {
            RunEpoch(state, state.Epoch + 1, cancellation);
            state.Epoch++;
            state.Elapsed += _progress.EpochTime;
            epochDone();
        }
    }

    private void RunEpoch(TrainingState state, int epoch, CancellationToken cancellation)
    {
        var batches = new EpochBatches(data, profile, seed, epoch);
        state.Network.train();
        _progress.Begin(epoch);
        for (var i = 0; i < _steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var step = (epoch - 1) * _steps + i;
            TakeStep(state, batches.Take, i, step);
        }

        _progress.End();
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
