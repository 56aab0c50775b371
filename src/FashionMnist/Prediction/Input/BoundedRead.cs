namespace FashionMnist.Prediction.Input;

/// <summary>Reads small files into memory, whatever length they claim.</summary>
internal static class BoundedRead
{
    private const int BufferSize = 16_384;

    /// <summary>Reads to the end of the stream or up to <paramref name="limit"/> bytes. Memory grows with the bytes that arrive.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (all.Length < limit)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - all.Length)), cancellationToken);
            if (read == 0)
                break;
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
