using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Network;
using FashionMnist.Training.Validation;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Validation;

public sealed class ValidatorTests
{
    [Fact]
    public void Measures_accuracy_and_cross_entropy_over_all_batches()
    {
        var images = SyntheticDataset.Draw(260, seed: 1);
        using var network = Constant(label: 3, logit: 2);

        var score = new Validator(images).Measure(network);

        var right = images.Labels.Count(x => x == 3) / 260.0;
        var normaliser = Math.Log(Math.Exp(2) + LabelMap.Count - 1);
        Assert.InRange(right, 0.01, 0.99);
        Assert.Equal(right, score.Accuracy, 12);
        Assert.Equal(normaliser - 2 * right, score.Loss, 4);
    }

    [Fact]
    public void Measures_the_exported_network_with_mirror_images_where_it_averages_them()
    {
        var images = SyntheticDataset.Draw(260, seed: 1);
        using var plain = new FashionNetwork(new TrainingProfile { Width = 2 }, ScalarType.Float32, seed: 1);
        using var averaging = new FashionNetwork(new TrainingProfile { Width = 2, AverageMirrored = true }, ScalarType.Float32, seed: 1);
        plain.eval();
        averaging.eval();
        var validator = new Validator(images);

        Assert.Equal(validator.Measure(plain).Loss, validator.MeasureAsExported(plain).Loss, 4);
        Assert.Equal(validator.Measure(plain), validator.Measure(averaging));
        Assert.NotEqual(validator.Measure(plain).Loss, validator.MeasureAsExported(averaging).Loss, 4);
    }

    [Theory]
    [InlineData(0.9, 0.5, 0.8, 0.1, true)]
    [InlineData(0.8, 0.1, 0.9, 0.5, false)]
    [InlineData(0.9, 0.4, 0.9, 0.5, true)]
    [InlineData(0.9, 0.5, 0.9, 0.5, false)]
    public void More_right_images_are_better_then_the_smaller_loss(double accuracy, double loss, double otherAccuracy, double otherLoss, bool better) =>
        Assert.Equal(better, new ValidationScore(accuracy, loss).Beats(new ValidationScore(otherAccuracy, otherLoss)));

    [Fact]
    public void The_best_weights_are_a_copy_of_those_of_the_best_epoch()
    {
        using var best = new BestWeights(Constant(label: 0, logit: 0));
        using var network = Constant(label: 3, logit: 2);

        Assert.True(best.Offer(network, epoch: 1, new ValidationScore(0, 9)));
        Assert.Equal((1, 2f), (best.Epoch, best.Network.Bias[3].item<float>()));

        using (no_grad())
            network.Bias.fill_(7);
        Assert.False(best.Offer(network, epoch: 2, new ValidationScore(0, 9)));
        Assert.Equal((1, 2f), (best.Epoch, best.Network.Bias[3].item<float>()));

        Assert.True(best.Offer(network, epoch: 3, new ValidationScore(0.5, 9)));
        Assert.Equal((3, 7f, 0.5), (best.Epoch, best.Network.Bias[3].item<float>(), best.Score.Accuracy));
    }

    private static FashionNetwork Constant(int label, double logit)
    {
        var network = new FashionNetwork(new TrainingProfile { Width = 2 }, ScalarType.Float32, seed: 1);
        using (no_grad())
        {
            network.Weight.zero_();
            network.Bias.zero_();
            network.Bias[label] = logit;
        }

        network.eval();
        return network;
    }
}
