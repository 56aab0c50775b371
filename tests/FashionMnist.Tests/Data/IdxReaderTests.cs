using System.Buffers.Binary;
using System.IO.Compression;
using FashionMnist.Data;
using FashionMnist.Models;

namespace FashionMnist.Tests.Data;

public sealed class IdxReaderTests
{
    private const int Images = 0x0803;
    private const int Labels = 0x0801;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_what_was_written(bool packed)
    {
        var images = Enumerable.Range(0, 3 * 784).Select(x => (byte)x).ToArray();
        using var reader = OpenImages(packed ? Pack(Idx(Images, [3, 28, 28], images)) : Idx(Images, [3, 28, 28], images));

        Assert.Equal(3, reader.Count);
        Assert.Equal(images, reader.ReadToEnd());
    }

    [Fact]
    public void Reads_in_portions_of_whole_items()
    {
        using var reader = OpenImages(Idx(Images, [3, 28, 28], new byte[3 * 784]));

        Assert.Equal([2, 1, 0], new[] { reader.Read(new byte[2000]), reader.Read(new byte[2000]), reader.Read(new byte[2000]) });
    }

    [Fact]
    public void Skips_items()
    {
        using var reader = OpenLabels(Idx(Labels, [4], [5, 6, 7, 8]));
        reader.Skip(2);

        Assert.Equal(new byte[] { 7, 8 }, reader.ReadToEnd());
    }

    [Fact]
    public void Refuses_a_wrong_magic_number() =>
        AssertRefused(
            "x.idx: offset 0: expected magic number 0x00000803, found 0x00000801: not an IDX file of images",
            () => OpenImages(Idx(Labels, [1], [0])));

    [Fact]
    public void Refuses_images_of_another_size() =>
        AssertRefused("x.idx: offset 8: images are 32x32 pixels, expected 28x28", () => OpenImages(Idx(Images, [1, 32, 32], [])));

    [Fact]
    public void Refuses_absurd_dimensions_without_allocating_for_them() =>
        AssertRefused(
            "x.idx: offset 8: images are 4294967295x2147483647 pixels, expected 28x28",
            () => OpenImages(Idx(Images, [int.MaxValue, -1, int.MaxValue], [])));

    [Fact]
    public void Refuses_a_negative_count() =>
        AssertRefused("x.idx: offset 4: the header claims 4294967295 items, more than this reader takes", () => OpenLabels(Idx(Labels, [-1], [])));

    [Fact]
    public void Allocates_by_what_arrives_and_not_by_what_the_header_claims()
    {
        using var reader = OpenImages(Idx(Images, [int.MaxValue, 28, 28], new byte[784]));
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused($"x.idx: offset 800: the file ends after 1 of {int.MaxValue} items", () => reader.ReadToEnd());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64_000_000);
    }

    [Fact]
    public void Refuses_a_file_that_ends_inside_the_header() =>
        AssertRefused("x.idx: offset 6: the file ends inside the header", () => OpenImages(Idx(Images, [1, 28, 28], [])[..6]));

    [Fact]
    public void Refuses_an_empty_file() => AssertRefused("x.idx: offset 0: the file ends inside the header", () => OpenImages([]));

    [Fact]
    public void Refuses_a_truncated_file() =>
        AssertRefused("x.idx: offset 10: the file ends after 2 of 3 items", () => OpenLabels(Idx(Labels, [3], [1, 2])).ReadToEnd());

    [Fact]
    public void Refuses_trailing_bytes() =>
        AssertRefused("x.idx: offset 11: bytes follow the last of 3 items", () => OpenLabels(Idx(Labels, [3], [1, 2, 3, 4])).ReadToEnd());

    [Fact]
    public void Refuses_damaged_gzip_data()
    {
        var packed = Pack(Idx(Images, [3, 28, 28], new byte[3 * 784]));
        packed[^6] ^= 0xff;

        var e = Assert.Throws<FashionMnistException>(() => OpenImages(packed).ReadToEnd());
        Assert.Equal(ExitCodes.BadInput, e.ExitCode);
        Assert.Equal(
            "x.idx: offset 2368: the gzip data is damaged (member 1: the checksum and length at its end are missing or do not match its content)", e.Message);
    }

    [Fact]
    public void Refuses_what_follows_the_gzip_data()
    {
        byte[] packed = [.. Pack(Idx(Labels, [3], [1, 2, 3])), 9];

        AssertRefused(
            "x.idx: offset 11: the gzip data is damaged (member 1: bytes follow it that are neither another member nor zeros)",
            () => OpenLabels(packed).ReadToEnd());
    }

    [Fact]
    public void Reads_images_from_more_than_one_gzip_member()
    {
        var file = Idx(Labels, [5], [1, 2, 3, 4, 5]);

        using var reader = OpenLabels([.. Pack(file[..10]), .. Pack(file[10..])]);

        Assert.Equal(new byte[] { 1, 2, 3, 4, 5 }, reader.ReadToEnd());
    }

    [Fact]
    public void Refuses_truncated_gzip_data()
    {
        var packed = Pack(Idx(Images, [3, 28, 28], Enumerable.Range(0, 3 * 784).Select(x => (byte)(x * 37)).ToArray()));

        var e = Assert.Throws<FashionMnistException>(() => OpenImages(packed[..(packed.Length / 2)]).ReadToEnd());
        Assert.Equal(ExitCodes.BadInput, e.ExitCode);
        Assert.StartsWith("x.idx: offset ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_fails_otherwise_than_with_bad_input_on_random_bytes()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = Idx(Images, [random.Next(4), 28, 28], new byte[random.Next(3) * 784]);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var hostile = random.Next(2) == 0 ? bytes : Pack(bytes);
            if (random.Next(3) == 0)
                hostile[random.Next(hostile.Length)] ^= (byte)(1 << random.Next(8));

            var e = Record.Exception(() => OpenImages(hostile).ReadToEnd());
            Assert.True(e is null or FashionMnistException { ExitCode: ExitCodes.BadInput }, e?.ToString());
        }
    }

    private static IdxReader OpenImages(byte[] bytes) => IdxReader.OpenImages(new MemoryStream(bytes), "x.idx");

    private static IdxReader OpenLabels(byte[] bytes) => IdxReader.OpenLabels(new MemoryStream(bytes), "x.idx");

    private static void AssertRefused(string message, Func<object> open)
    {
        var e = Assert.Throws<FashionMnistException>(open);
        Assert.Equal((message, ExitCodes.BadInput), (e.Message, e.ExitCode));
    }

    private static byte[] Idx(int magic, int[] dimensions, byte[] data)
    {
        var header = new byte[4 * (dimensions.Length + 1)];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * (i + 1)), dimensions[i]);
        return [.. header, .. data];
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return target.ToArray();
    }
}
