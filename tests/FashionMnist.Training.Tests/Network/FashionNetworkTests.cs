using FashionMnist.Data;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Network;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Network;

public sealed class FashionNetworkTests
{
    private const float Step = 1e-3f;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gives_ten_logits_an_image(bool residual)
    {
        using var scope = NewDisposeScope();
        using var network = new FashionNetwork(new TrainingProfile { Width = 2, Residual = residual }, ScalarType.Float32, seed: 1);

        var logits = network.forward(Images(3));

        Assert.Equal([3, LabelMap.Count], logits.shape);
        Assert.Equal(ScalarType.Float32, logits.dtype);
    }

    [Fact]
    public void The_seed_alone_decides_the_initial_weights()
    {
        Assert.Equal(InitialWeights(1), InitialWeights(1));
        Assert.NotEqual(InitialWeights(1), InitialWeights(2));
    }

    [Fact]
    public void Evaluation_is_float32_whatever_training_computes_in()
    {
        using var scope = NewDisposeScope();
        var profile = new TrainingProfile { Width = 2 };
        using var plain = new FashionNetwork(profile, ScalarType.Float32, seed: 1);
        using var half = new FashionNetwork(profile, ScalarType.BFloat16, seed: 1);
        plain.eval();
        half.eval();

        Assert.Equal(plain.forward(Images(4)).data<float>().ToArray(), half.forward(Images(4)).data<float>().ToArray());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Training_in_bfloat16_stays_close_to_float32(int width)
    {
        using var scope = NewDisposeScope();
        var profile = new TrainingProfile { Width = width };
        using var plain = new FashionNetwork(profile, ScalarType.Float32, seed: 1);
        using var half = new FashionNetwork(profile, ScalarType.BFloat16, seed: 1);

        var difference = (plain.forward(Images(64)) - half.forward(Images(64))).abs().max().item<float>();

        Assert.InRange(difference, 1e-6f, 0.2f);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(9, false)]
    [InlineData(8, true)]
    [InlineData(17, false)]
    [InlineData(32, false)]
    public void Gradients_agree_with_finite_differences(int width, bool residual)
    {
        using var scope = NewDisposeScope();
        using var network = new FashionNetwork(new TrainingProfile { Width = width, Residual = residual }, ScalarType.Float32, seed: 1);
        var images = Images(64);
        var labels = randint(LabelMap.Count, [64], ScalarType.Int64, generator: new Generator(3, CPU));
        Tensor Loss() => nn.functional.cross_entropy(network.forward(images), labels);

        Loss().backward();

        foreach (var (name, parameter) in network.named_parameters().Where(x => x.parameter.dim() > 1))
        {
            using var noGradient = no_grad();
            var length = parameter.grad!.norm().item<float>();
            var step = parameter.grad.div(length).mul(Step);
            parameter.add_(step);
            var above = Loss().item<float>();
            parameter.sub_(step.mul(2));
            var below = Loss().item<float>();
            parameter.add_(step);
            Assert.True(Math.Abs((above - below) / (2 * Step) - length) < 0.03 * length, $"{name}: {length} by backward, {(above - below) / (2 * Step)} by differences");
        }
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(24, true)]
    [InlineData(32, false)]
    public void Computes_in_float32_where_bfloat16_is_wrong_or_not_wanted(int width, bool bfloat16) =>
        Assert.Equal(ScalarType.Float32, ComputeType.For(new TrainingProfile { Width = width, Bfloat16 = bfloat16 }));

    private static float[] InitialWeights(int seed)
    {
        using var network = new FashionNetwork(new TrainingProfile { Width = 2 }, ScalarType.Float32, seed);
        return [.. network.State.SelectMany(x => x.data<float>().ToArray())];
    }

    private static Tensor Images(int count)
    {
        var pixels = new byte[count * ImageShape.Pixels];
        new Random(5).NextBytes(pixels);
        return tensor(pixels, [count, ImageShape.Height, ImageShape.Width], ScalarType.Byte);
    }
}
