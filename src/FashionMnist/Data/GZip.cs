using FashionMnist.Data.Compression;
using FashionMnist.IO;

namespace FashionMnist.Data;

/// <summary>Tells gzip from plain bytes by content, also on streams that cannot seek (RFC 1952, section 2.3.1).</summary>
public static class GZip
{
    /// <summary>The unpacked bytes of <paramref name="stream"/> if it starts like gzip, else its own bytes.</summary>
    /// <returns>A stream whose reading throws <see cref="InvalidDataException"/> where the gzip data is damaged or something else follows it.</returns>
    public static Stream Unpack(Stream stream)
    {
        var head = new byte[GZipHeader.Magic.Length];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, length), stream);
        return head.AsSpan().SequenceEqual(GZipHeader.Magic) ? new GZipMemberStream(whole) : whole;
    }

    /// <summary>Bytes that were already taken from a stream, then the rest of it.</summary>
    internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty)
                return rest.Read(buffer);

            var count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
