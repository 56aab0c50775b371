using System.Globalization;
using System.IO.Compression;
using FashionMnist.Prediction.Input.Png.Decoding;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// Decodes PNG files: grey, grey with alpha, palette, RGB and RGBA of every depth, interlaced or not, of what stands in a file only the
/// still image. Of 16 bits the upper eight count. Samples are taken as they are stored; gamma and colour profiles are not applied. Besides
/// the picture two rows are held, however much the data would unpack to. Not safe for two threads at once.
/// </summary>
internal sealed class PngDecoder
{
    /// <summary>Longest file that is decoded, in bytes.</summary>
    public const int MaximumBytes = 32 << 20;

    private readonly RowReader _rows = new();
    private readonly PixelWriter _pixels = new();

    /// <summary>What is said about a file above <see cref="MaximumBytes"/>.</summary>
    public static string TooLong { get; } = string.Create(CultureInfo.InvariantCulture, $"the file is longer than {MaximumBytes} bytes");

    /// <summary>Decodes a file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="image">Gets the picture; its content is undefined if something is wrong.</param>
    /// <returns>What is wrong with the file, or <see langword="null"/>.</returns>
    public string? Decode(ReadOnlyMemory<byte> file, GreyImage image)
    {
        if (file.Length > MaximumBytes)
            return TooLong;
        if (PngHeader.Read(file.Span, out var format) is { } problem)
            return problem;
        try
        {
            Decode(file, format, image);
            return null;
        }
        catch (InvalidDataException e)
        {
            return $"the PNG is damaged: {e.Message}";
        }
        catch (EndOfStreamException)
        {
            return "the PNG is cut off";
        }
    }

    private void Decode(ReadOnlyMemory<byte> file, PngFormat format, GreyImage image)
    {
        var layout = PngLayout.Read(file.Span, PngHeader.Length);
        _pixels.Begin(format, Part(file, layout.Palette), Part(file, layout.Transparency));
        using var unpacked = new ZLibStream(new PngDataStream(file, layout.FirstData), CompressionMode.Decompress);
        _rows.Begin(unpacked);
        image.Reset(format.Width, format.Height);
        foreach (var pass in PngPass.Of(format))
        {
            var (columns, rows) = (pass.Columns(format.Width), pass.Rows(format.Height));
            if (columns > 0)
                DecodePass(format, pass, columns, rows, image);
        }
    }

    private void DecodePass(PngFormat format, PngPass pass, int columns, int rows, GreyImage image)
    {
        var rowBytes = format.RowBytes(columns);
        _rows.BeginPass(rowBytes);
        for (var y = 0; y < rows; y++)
        {
            var start = ((pass.Top + (y * pass.StepY)) * format.Width) + pass.Left;
            var row = _rows.Next(rowBytes, format.FilterBytes);
            _pixels.Write(row, columns, image.WritableLight[start..], image.WritableOpacity[start..], pass.StepX);
        }
    }

    private static ReadOnlySpan<byte> Part(ReadOnlyMemory<byte> file, PngChunk chunk) => file.Span.Slice(chunk.Start, chunk.Length);
}
