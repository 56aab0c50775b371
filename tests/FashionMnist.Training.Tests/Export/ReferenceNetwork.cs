using FashionMnist.Data;
using FashionMnist.Training.Export;

namespace FashionMnist.Training.Tests.Export;

/// <summary>Computes a folded network with plain loops in double precision, to have something to compare with.</summary>
internal static class ReferenceNetwork
{
    /// <summary>A network with random weights.</summary>
    public static FoldedNetwork Random(bool residual, bool averagesMirrored = false)
    {
        var random = new Random(11);
        FoldedConvolution Convolution(int inputs, int outputs, bool pools, double scale = 1) =>
            new(inputs, outputs, Numbers(outputs * inputs * 9, scale / Math.Sqrt(inputs * 4.5)), Numbers(outputs, 0.1), pools);
        float[] Numbers(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2 - 1) * scale))];

        return new FoldedNetwork(
            [Convolution(1, 2, pools: true, 1.0 / 255), Convolution(2, 3, pools: true), Convolution(3, 4, pools: !residual)],
            residual ? [Convolution(4, 4, pools: false), Convolution(4, 4, pools: false)] : [],
            Numbers(LabelMap.Count * 36, 1),
            Numbers(LabelMap.Count, 1),
            averagesMirrored);
    }

    /// <summary>The ten probabilities of an image.</summary>
    public static double[] Probabilities(FoldedNetwork network, ReadOnlySpan<byte> image)
    {
        var probabilities = OneSided(network, image);
        return network.AveragesMirrored ? [.. probabilities.Zip(OneSided(network, Mirrored(image)), (a, b) => (a + b) / 2)] : probabilities;
    }

    /// <summary>The largest value each layer gives for an image.</summary>
    public static Dictionary<string, double> Maxima(FoldedNetwork network, ReadOnlySpan<byte> image) =>
        Layers(network, image).ToDictionary(x => x.Name, x => x.Result.Values.Max());

    private static byte[] Mirrored(ReadOnlySpan<byte> image) => [.. image.ToArray().Chunk(ImageShape.Width).SelectMany(row => row.Reverse())];

    private static double[] OneSided(FoldedNetwork network, ReadOnlySpan<byte> image)
    {
        var features = Layers(network, image)[^1].Result.Values;
        var logits = network.LinearBias.Select((bias, i) => bias + features.Select((value, j) => value * network.LinearWeights[i * features.Length + j]).Sum());
        var exponentials = logits.Select(Math.Exp).ToArray();
        return [.. exponentials.Select(e => e / exponentials.Sum())];
    }

    private static List<(string Name, Map Result)> Layers(FoldedNetwork network, ReadOnlySpan<byte> image)
    {
        var layers = new List<(string Name, Map Result)>();
        var x = new Map(1, ImageShape.Height, [.. image.ToArray().Select(p => (double)p)]);
        foreach (var convolution in network.Trunk)
            layers.Add(($"conv{layers.Count + 1}", x = Convolve(x, convolution)));
        if (network.ResidualPair.Count > 0)
        {
            var first = Convolve(x, network.ResidualPair[0]);
            var second = Convolve(first, network.ResidualPair[1]);
            layers.AddRange([("residual1", first), ("residual2", second)]);
            layers.Add(("residual", Pool(x with { Values = [.. x.Values.Zip(second.Values, (a, b) => a + b)] })));
        }

        return layers;
    }

    private static Map Convolve(Map x, FoldedConvolution layer)
    {
        var y = new Map(layer.Outputs, x.Size, new double[layer.Outputs * x.Size * x.Size]);
        for (var i = 0; i < y.Values.Length; i++)
        {
            var (output, row, column) = (i / (x.Size * x.Size), i / x.Size % x.Size, i % x.Size);
            var sum = (double)layer.Bias[output];
            for (var j = 0; j < layer.Inputs * 9; j++)
                sum += layer.Weights[output * layer.Inputs * 9 + j] * x.At(j / 9, row + j / 3 % 3 - 1, column + j % 3 - 1);
            y.Values[i] = Math.Max(0, sum);
        }

        return layer.Pools ? Pool(y) : y;
    }

    private static Map Pool(Map x)
    {
        var half = x.Size / 2;
        var y = new double[x.Channels * half * half];
        for (var i = 0; i < y.Length; i++)
        {
            var (channel, row, column) = (i / (half * half), i / half % half * 2, i % half * 2);
            y[i] = new[] { x.At(channel, row, column), x.At(channel, row, column + 1), x.At(channel, row + 1, column), x.At(channel, row + 1, column + 1) }.Max();
        }

        return new Map(x.Channels, half, y);
    }

    private sealed record Map(int Channels, int Size, double[] Values)
    {
        public double At(int channel, int row, int column) =>
            row >= 0 && row < Size && column >= 0 && column < Size ? Values[(channel * Size + row) * Size + column] : 0;
    }
}
