namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// A decoded picture as two planes of uint8, row by row: <see cref="Light"/> is grey times opacity, <see cref="Opacity"/> is 255 where
/// nothing shines through. What is transparent is background, and so black, whether the image is inverted or not:
/// inverted it is opacity minus light.
/// </summary>
internal sealed class GreyImage
{
    private byte[] _light = [];
    private byte[] _opacity = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ReadOnlySpan<byte> Light => WritableLight;

    public ReadOnlySpan<byte> Opacity => WritableOpacity;

    /// <summary><see cref="Light"/> for the decoder.</summary>
    public Span<byte> WritableLight => _light.AsSpan(0, Width * Height);

    /// <summary><see cref="Opacity"/> for the decoder.</summary>
    public Span<byte> WritableOpacity => _opacity.AsSpan(0, Width * Height);

    /// <summary>Grey of a colour: (299 R + 587 G + 114 B + 500) / 1000, the luma of ITU-R BT.601, rounded down.</summary>
    public static byte GreyOf(byte red, byte green, byte blue) => (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);

    /// <summary>Light of a grey that is not premultiplied: (grey x opacity + 127) / 255, rounded down.</summary>
    public static byte LightOf(byte grey, byte opacity) => (byte)(((grey * opacity) + 127) / 255);

    /// <summary>Makes room for a picture; the planes hold anything.</summary>
    public void Reset(int width, int height)
    {
        (Width, Height) = (width, height);
        if (_light.Length < width * height)
            (_light, _opacity) = (new byte[width * height], new byte[width * height]);
    }
}
