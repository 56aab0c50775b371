namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>
/// Where the parts of a PNG lie. Every chunk's checksum is held, known to us or not: a file that was changed anywhere is not trusted.
/// </summary>
/// <param name="Palette">PLTE, or of no length.</param>
/// <param name="Transparency">tRNS, or of no length.</param>
/// <param name="FirstData">The first IDAT; the others follow without anything in between.</param>
internal readonly record struct PngLayout(PngChunk Palette, PngChunk Transparency, PngChunk FirstData)
{
    /// <summary>Reads all chunks from the one after the header to the end mark. What follows that is ignored.</summary>
    /// <exception cref="InvalidDataException">A checksum or the order is wrong, or a chunk that matters is unknown.</exception>
    /// <exception cref="EndOfStreamException">The file ends before its end mark.</exception>
    public static PngLayout Read(ReadOnlySpan<byte> file, int position)
    {
        var layout = default(PngLayout);
        var before = PngChunk.Header;
        while (true)
        {
            var chunk = PngChunk.Read(file, position);
            chunk.Check(file);
            switch (chunk.Type)
            {
                case PngChunk.EndMark:
                    return layout.FirstData.Start > 0 ? layout : throw new InvalidDataException("it has no image data");
                case PngChunk.Data when layout.FirstData.Start == 0:
                    layout = layout with { FirstData = chunk };
                    break;
                case PngChunk.Data when before != PngChunk.Data:
                    throw new InvalidDataException("its image data are not in one piece");
                case PngChunk.Palette when layout.Palette.Start == 0 && layout.FirstData.Start == 0:
                    layout = layout with { Palette = chunk };
                    break;
                case PngChunk.Transparency when layout.Transparency.Start == 0 && layout.FirstData.Start == 0:
                    layout = layout with { Transparency = chunk };
                    break;
                case PngChunk.Palette or PngChunk.Transparency or PngChunk.Header:
                    throw new InvalidDataException($"its chunk {chunk.Name} comes twice or too late");
                default:
                    if (chunk.Type != PngChunk.Data && !chunk.IsAncillary)
                        throw new InvalidDataException($"its chunk {chunk.Name} is unknown");
                    break;
            }

            (before, position) = (chunk.Type, chunk.End);
        }
    }
}
