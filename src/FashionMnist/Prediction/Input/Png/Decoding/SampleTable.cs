namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>What each sample of an indexed image looks like: the palette, or the greys of up to 8 bits.</summary>
internal sealed class SampleTable
{
    private const int Size = 256;
    private const int RgbBytes = 3;

    private readonly byte[] _light = new byte[Size];
    private readonly byte[] _opacity = new byte[Size];

    /// <summary>Samples that stand for something.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a sample is its own light and hides what is behind it.</summary>
    public bool IsIdentity { get; private set; }

    public ReadOnlySpan<byte> Light => _light;

    public ReadOnlySpan<byte> Opacity => _opacity;

    /// <summary>Sets the greys of a depth.</summary>
    /// <param name="depth">1, 2, 4 or 8.</param>
    /// <param name="key">The sample that is transparent, or -1.</param>
    public void SetGrey(int depth, int key)
    {
        Count = 1 << depth;
        IsIdentity = depth == 8 && key < 0;
        for (var i = 0; i < Count; i++)
        {
            _opacity[i] = i == key ? byte.MinValue : byte.MaxValue;
            _light[i] = i == key ? byte.MinValue : (byte)(i * byte.MaxValue / (Count - 1));
        }
    }

    /// <summary>Sets a palette.</summary>
    /// <param name="colours">uint8 [1..256, 3].</param>
    /// <param name="alphas">Opacities of the first colours; the others are opaque.</param>
    /// <exception cref="InvalidDataException">The lengths do not fit.</exception>
    public void SetPalette(ReadOnlySpan<byte> colours, ReadOnlySpan<byte> alphas)
    {
        if (colours.IsEmpty || colours.Length % RgbBytes != 0 || colours.Length > Size * RgbBytes)
            throw new InvalidDataException($"its palette has {colours.Length} bytes");
        Count = colours.Length / RgbBytes;
        IsIdentity = false;
        if (alphas.Length > Count)
            throw new InvalidDataException($"it has opacities for {alphas.Length} of {Count} colours");
        for (var i = 0; i < Count; i++)
        {
            _opacity[i] = i < alphas.Length ? alphas[i] : byte.MaxValue;
            var colour = colours.Slice(i * RgbBytes, RgbBytes);
            _light[i] = GreyImage.LightOf(GreyImage.GreyOf(colour[0], colour[1], colour[2]), _opacity[i]);
        }
    }
}
