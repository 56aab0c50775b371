using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Training.Bench;

/// <summary>A plain 3x3 convolution of as many channels out as in, channels last, on random numbers: the peak to compare with.</summary>
internal sealed class Convolution : IDisposable
{
    private readonly int _batch;
    private readonly int _channels;
    private readonly int _size;
    private readonly Tensor _input;
    private readonly Tensor _weight;

    public Convolution(int batch, int channels, int size, ScalarType type)
    {
        (_batch, _channels, _size) = (batch, channels, size);
        // Strides of channels-last, which libtorch's faster kernels want.
        _input = randn(batch, size, size, channels).to(type).permute(0, 3, 1, 2);
        _weight = randn(channels, channels, 3, 3).to(type);
    }

    public string Name => $"convolution 3x3, {_channels} to {_channels} channels, {_size}x{_size} pixels, batch {_batch}";

    public Rate Measure(double gigaflopAtLeast)
    {
        var gigaflop = 2e-9 * 9 * _channels * _channels * _size * _size * _batch;
        var repetitions = (int)Math.Ceiling(gigaflopAtLeast / gigaflop);
        return Rate.Of(gigaflop * repetitions, () =>
        {
            using var noGradient = no_grad();
            for (var i = 0; i < repetitions; i++)
                functional.conv2d(_input, _weight, padding: [1, 1]).Dispose();
        });
    }

    public void Dispose()
    {
        _input.Dispose();
        _weight.Dispose();
    }
}
