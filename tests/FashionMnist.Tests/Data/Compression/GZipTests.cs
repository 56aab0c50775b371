using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using FashionMnist.Data;

namespace FashionMnist.Tests.Data.Compression;

/// <summary>Gzip files as RFC 1952 has them, and as it does not. The members are made by the runtime's own compressor.</summary>
public sealed class GZipTests
{
    private const int HeaderLength = 10;

    private static readonly byte[] Text = [.. Enumerable.Range(0, 5_000).Select(x => (byte)(x * x >> 3))];

    [Fact]
    public void Passes_on_what_is_not_packed() => Assert.Equal([1, 2, 3], Unpack([1, 2, 3]));

    [Fact]
    public void Passes_on_a_single_byte_of_the_magic_number() => Assert.Equal([0x1f], Unpack([0x1f]));

    [Fact]
    public void Reads_all_members() => Assert.Equal([.. Text, 7, .. Text], Unpack([.. Pack(Text), .. Pack([7]), .. Pack(Text)]));

    [Fact]
    public void Reads_identical_members_as_often_as_they_are_there() =>
        Assert.Equal(Enumerable.Repeat((byte)9, 2_000), Unpack([.. Enumerable.Repeat(Pack([9]), 2_000).SelectMany(x => x)]));

    [Fact]
    public void Reads_members_without_content_between_others() =>
        Assert.Equal([1, 2, 3], Unpack([.. Pack([]), .. Pack([1]), .. Pack([]), .. Pack([]), .. Pack([2, 3]), .. Pack([])]));

    [Fact]
    public void Reads_members_whose_ends_lie_anywhere_in_the_portions_that_are_read()
    {
        var random = new Random(5);
        for (var length = 8_150; length < 8_230; length++)
        {
            // What does not compress: the packed length follows the length.
            var noise = new byte[length];
            random.NextBytes(noise);
            Assert.Equal([.. noise, .. Text], Unpack([.. Pack(noise), .. Pack(Text)]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Reads_from_a_source_that_gives_few_bytes_at_a_time(int portion)
    {
        using var unpacked = GZip.Unpack(new TricklingStream([.. Pack(Text), .. Pack([1]), .. Pack([]), 0, 0], portion));

        Assert.Equal([.. Text, 1], ReadToEnd(unpacked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(20_000)]
    public void Zeros_may_fill_up_a_file(int zeros)
    {
        Assert.Equal(Text, Unpack([.. Pack(Text), .. new byte[zeros]]));
        Assert.Equal([], Unpack([.. Pack([]), .. new byte[zeros]]));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0x1f })]
    [InlineData(new byte[] { 0, 0, 0, 5 })]
    [InlineData(new byte[] { 0, 0x1f, 0x8b, 8, 0 })]
    public void Refuses_other_bytes_after_the_last_member(byte[] garbage) =>
        AssertRefused("member 2: bytes follow it that are neither another member nor zeros", [.. Pack(Text), .. Pack([1]), .. garbage]);

    [Fact]
    public void Gives_all_content_before_it_refuses_what_follows()
    {
        using var unpacked = GZip.Unpack(new MemoryStream([.. Pack(Text), 1]));
        var content = new byte[Text.Length];

        unpacked.ReadExactly(content);

        Assert.Equal(Text, content);
        Assert.Throws<InvalidDataException>(() => unpacked.ReadByte());
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(-5)]
    [InlineData(-4)]
    [InlineData(-1)]
    public void Refuses_a_wrong_checksum_or_length(int fromEnd)
    {
        var member = Pack(Text);
        member[^-fromEnd] ^= 0x10;

        AssertRefused("member 1: the checksum and length at its end are missing or do not match its content", member);
        AssertRefused("member 2: the checksum and length at its end are missing or do not match its content", [.. Pack([1]), .. member, .. Pack([2])]);
    }

    [Fact]
    public void Refuses_every_cut()
    {
        byte[] file = [.. Pack([1, 2, 3]), .. Pack(Text)];
        var first = Pack([1, 2, 3]).Length;
        for (var length = 2; length < file.Length; length++)
        {
            if (length != first)
                Assert.NotNull(Record.Exception(() => Unpack(file[..length])));
        }

        AssertRefused("member 1: the file ends inside its header", file[..5]);
        AssertRefused("member 2: the file ends inside it", file[..(first + 100)]);
        AssertRefused("member 2: the checksum and length at its end are missing or do not match its content", file[..^3]);
    }

    [Fact]
    public void Refuses_data_that_no_compressor_writes()
    {
        var member = Pack(Text);
        member[HeaderLength] |= 0b110;

        AssertRefused("member 1: its compressed data makes no sense", member);
    }

    [Fact]
    public void Refuses_another_compression_method() =>
        AssertRefused("member 1: compression method 7, expected 8 (deflate)", WithHeader([0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 255], Text));

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x80)]
    public void Refuses_flags_that_mean_nothing(byte flags) =>
        AssertRefused(
            $"member 1: flags 0x{flags:x2}, of which the upper three bits must be 0", WithHeader([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255], Text));

    [Fact]
    public void Passes_over_everything_a_header_may_hold()
    {
        // Extra field of 2 + 256 bytes, so that both bytes of its length count; text hint; name; comment.
        byte[] header = [0x1f, 0x8b, 8, 0b1_1101, 1, 2, 3, 4, 2, 3, 2, 1, .. Enumerable.Repeat((byte)0x1f, 258), .. "a.csv\0"u8, .. "made by hand\0"u8];

        Assert.Equal(Text, Unpack(WithHeader(header, Text)));
    }

    [Fact]
    public void Passes_over_an_extra_field_by_its_length_alone()
    {
        byte[] header = [0x1f, 0x8b, 8, 0b100, 0, 0, 0, 0, 0, 255, 2, 1, .. new byte[258]];

        Assert.Equal(Text, Unpack(WithHeader(header, Text)));
    }

    [Fact]
    public void Proves_the_checksum_of_a_header_that_has_one()
    {
        byte[] header = [0x1f, 0x8b, 8, 0b1010, 0, 0, 0, 0, 0, 255, .. "name\0"u8];
        var checksum = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(checksum, (ushort)Crc32.HashToUInt32(header));

        Assert.Equal(Text, Unpack(WithHeader([.. header, .. checksum], Text)));
        checksum[1] ^= 1;
        AssertRefused("member 1: the checksum of its header does not match", WithHeader([.. header, .. checksum], Text));
    }

    [Fact]
    public void Closes_the_file_with_itself()
    {
        var file = new MemoryStream(Pack(Text));

        GZip.Unpack(file).Dispose();

        Assert.False(file.CanRead);
    }

    [Fact]
    public void Goes_forward_only()
    {
        using var unpacked = GZip.Unpack(new MemoryStream(Pack(Text)));

        Assert.Equal((true, false, false), (unpacked.CanRead, unpacked.CanSeek, unpacked.CanWrite));
        Assert.Throws<NotSupportedException>(() => unpacked.Length);
        Assert.Throws<NotSupportedException>(() => unpacked.Position);
        Assert.Throws<NotSupportedException>(() => unpacked.Position = 0);
        Assert.Throws<NotSupportedException>(() => unpacked.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => unpacked.SetLength(0));
        Assert.Throws<NotSupportedException>(() => unpacked.Write([1], 0, 1));
    }

    [Fact]
    public void A_request_for_nothing_gets_nothing()
    {
        using var unpacked = GZip.Unpack(new MemoryStream([.. Pack([]), 1]));

        Assert.Equal(0, unpacked.Read([]));
    }

    private static byte[] Unpack(byte[] file)
    {
        using var unpacked = GZip.Unpack(new MemoryStream(file));
        return ReadToEnd(unpacked);
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private static void AssertRefused(string message, byte[] file) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Unpack(file)).Message);

    private static byte[] WithHeader(byte[] header, byte[] content) => [.. header, .. Pack(content)[HeaderLength..]];

    private static byte[] Pack(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(content);
        var packed = target.ToArray();

        // The runtime writes nothing at all for no content; this is what gzip writes.
        return packed.Length > 0 ? packed : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private sealed class TricklingStream(byte[] bytes, int portion) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, portion));
    }
}
