using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Learning;
using FashionMnist.Training.Network;
using FashionMnist.Training.Validation;
using Serilog.Core;
using static TorchSharp.torch;

namespace FashionMnist.Training.Bench;

/// <summary>Trains short epochs with the real trainer and measures plain convolutions between them.</summary>
/// <param name="profile">The recipe; its number of epochs and its validation are left out.</param>
/// <param name="type">Number format of convolutions.</param>
internal sealed class TrainingBench(TrainingProfile profile, ScalarType type)
{
    // The first round warms up and is left out.
    private const int Rounds = 8;
    private const int StepsInARound = 25;
    private const double GigaflopOfAConvolution = 200;

    public (Rate Training, List<(Convolution Convolution, Rate Rate)> Peaks) Run()
    {
        profile.Epochs = Rounds;
        profile.ValidationImages = profile.Patience = 0;
        var images = SyntheticDataset.Draw(profile.BatchSize * StepsInARound, seed: 1);
        using var state = new TrainingState(profile, type, seed: 1);
        List<Convolution> convolutions =
        [
            new(profile.BatchSize, profile.Width * 4, 7, type),
            new(profile.BatchSize, profile.Width * 4, 14, type),
            new(profile.BatchSize, 256, 14, type),
        ];
        var peaks = convolutions.ToDictionary(x => x, _ => new List<Rate>());
        var training = new List<Rate>();
        var trainer = new Trainer(new ValidationSplit(images, new FashionMnistDataset([], [])), profile, seed: 1, Logger.None, TimeProvider.System);
        var gigaflop = 1e-9 * FlopPerImage(state.Network) * images.Count;

        // An epoch at a time, so that whatever else runs on the machine meets training and convolutions alike.
        var cpu = Environment.CpuUsage.TotalTime;
        var elapsed = TimeSpan.Zero;
        trainer.Run(
            state,
            () =>
            {
                training.Add(new(gigaflop / (state.Elapsed - elapsed).TotalSeconds, gigaflop / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
                foreach (var convolution in convolutions)
                    peaks[convolution].Add(convolution.Measure(GigaflopOfAConvolution));
                (elapsed, cpu) = (state.Elapsed, Environment.CpuUsage.TotalTime);
            },
            CancellationToken.None);

        convolutions.ForEach(x => x.Dispose());
        return (Rate.Median([.. training.Skip(1)]), [.. convolutions.Select(x => (x, Rate.Median([.. peaks[x].Skip(1)])))]);
    }

    /// <summary>Multiplications and additions of a step, by image: forward, gradient of the weights, and gradient of the input but for the pixels.</summary>
    private static double FlopPerImage(FashionNetwork network)
    {
        var (total, size) = (0.0, (double)ImageShape.Height);
        foreach (var (block, i) in network.Trunk.Concat(network.ResidualPair).Select((block, i) => (block, i)))
        {
            total += (i == 0 ? 2 : 3) * 2.0 * block.Weight.numel() * size * size;
            size = block.Pools ? Math.Floor(size / 2) : size;
        }

        return total + 3 * 2.0 * network.Weight.numel();
    }
}
