using System.Buffers.Binary;

namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>Turns rows of samples into light and opacity, see <see cref="GreyImage"/>. Of 16 bits the upper eight count.</summary>
internal sealed class PixelWriter
{
    private readonly SampleTable _table = new();
    private readonly ushort[] _key = new ushort[3];
    private PngFormat _format;
    private bool _hasKey;

    /// <summary>Begins with an image.</summary>
    /// <param name="format">What its header says.</param>
    /// <param name="palette">RGB of its palette, or empty. Only palette images use it.</param>
    /// <param name="transparency">Opacities of a palette, or the samples of the one grey or colour that is transparent; or empty.</param>
    /// <exception cref="InvalidDataException">Palette or transparency do not fit the format.</exception>
    public void Begin(PngFormat format, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        (_format, _hasKey) = (format, false);
        if (format.Colour == PngColour.Palette)
        {
            _table.SetPalette(palette, transparency);
            return;
        }

        if (!transparency.IsEmpty)
            ReadKey(transparency);
        if (format.IsIndexed)
            _table.SetGrey(format.Depth, _hasKey ? _key[0] : -1);
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">Its samples as they are packed in the file.</param>
    /// <param name="count">Pixels in it.</param>
    /// <param name="light">Gets the light of the pixels at 0, <paramref name="step"/>, 2 <paramref name="step"/> ...</param>
    /// <param name="opacity">Gets their opacity.</param>
    /// <param name="step">Distance from pixel to pixel.</param>
    /// <exception cref="InvalidDataException">A palette index has no entry.</exception>
    public void Write(ReadOnlySpan<byte> row, int count, Span<byte> light, Span<byte> opacity, int step)
    {
        if (_format.IsIndexed && _table.IsIdentity && step == 1)
        {
            row[..count].CopyTo(light);
            opacity[..count].Fill(byte.MaxValue);
        }
        else if (_format.IsIndexed)
        {
            WriteIndexed(row, count, light, opacity, step);
        }
        else
        {
            WriteSamples(row, count, light, opacity, step);
        }
    }

    private void WriteIndexed(ReadOnlySpan<byte> row, int count, Span<byte> light, Span<byte> opacity, int step)
    {
        var (depth, mask) = (_format.Depth, (1 << _format.Depth) - 1);
        for (var i = 0; i < count; i++)
        {
            var bit = i * (long)depth;
            var sample = (row[(int)(bit >> 3)] >> (8 - depth - (int)(bit & 7))) & mask;
            if (sample >= _table.Count)
                throw new InvalidDataException($"a pixel has colour {sample} of a palette of {_table.Count}");
            light[i * step] = _table.Light[sample];
            opacity[i * step] = _table.Opacity[sample];
        }
    }

    private void WriteSamples(ReadOnlySpan<byte> row, int count, Span<byte> light, Span<byte> opacity, int step)
    {
        var bytes = _format.Depth / 8;
        var size = _format.FilterBytes;
        var isColour = _format.Colour is PngColour.Rgb or PngColour.Rgba;
        var hasAlpha = _format.Colour is PngColour.GreyAlpha or PngColour.Rgba;
        for (var i = 0; i < count; i++)
        {
            // The first byte of a sample is its upper one.
            var pixel = row.Slice(i * size, size);
            var grey = isColour ? GreyImage.GreyOf(pixel[0], pixel[bytes], pixel[2 * bytes]) : pixel[0];
            var alpha = hasAlpha ? pixel[size - bytes] : _hasKey && IsKey(pixel) ? byte.MinValue : byte.MaxValue;
            light[i * step] = GreyImage.LightOf(grey, alpha);
            opacity[i * step] = alpha;
        }
    }

    private bool IsKey(ReadOnlySpan<byte> pixel)
    {
        var bytes = _format.Depth / 8;
        for (var i = 0; i * bytes < pixel.Length; i++)
        {
            if (_key[i] != (bytes == 1 ? pixel[i] : BinaryPrimitives.ReadUInt16BigEndian(pixel[(2 * i)..])))
                return false;
        }

        return true;
    }

    private void ReadKey(ReadOnlySpan<byte> transparency)
    {
        var samples = _format.Colour switch { PngColour.Grey => 1, PngColour.Rgb => 3, _ => 0 };
        if (transparency.Length != samples * sizeof(ushort))
            throw new InvalidDataException($"its transparency (tRNS) of {transparency.Length} bytes does not fit its colours");
        // Only the bits that a sample has count.
        for (var i = 0; i < samples; i++)
            _key[i] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency[(i * sizeof(ushort))..]) & ((1 << _format.Depth) - 1));
        _hasKey = true;
    }
}
