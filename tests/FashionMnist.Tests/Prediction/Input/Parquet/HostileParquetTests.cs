using System.Buffers.Binary;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Input.Parquet;
using FashionMnist.Prediction.Input.Parquet.Format;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using FsCheck.Xunit;
using Parquet.Schema;

namespace FashionMnist.Tests.Prediction.Input.Parquet;

public class HostileParquetTests
{
    private const int FooterTail = 8;
    private const int Deep = 100_000;

    private static readonly byte[] Good = ParquetScene.ImageColumnAsync(
        [.. new TestImages(20).Images.Chunk(ImageShape.Pixels)], [.. Enumerable.Range(0, 20).Select(x => (int?)(x % 10))], groupRows: 8).Result;

    [Fact]
    public void Reads_a_good_file() => Assert.Equal((20, 0), Read(Good));

    [Theory]
    [InlineData(6)]
    [InlineData(1000)]
    public void Refuses_a_file_that_was_cut_off(int length) =>
        Assert.Contains("the Parquet file is cut off", Refused(Good[..length]), StringComparison.Ordinal);

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7fff_ffffu)]
    [InlineData(1_000_000u)]
    public void Refuses_metadata_longer_than_the_file_before_it_allocates(uint claimed)
    {
        var file = Good.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - FooterTail), claimed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith($"its metadata claim {claimed} bytes", Refused(file), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Refuses_metadata_without_an_end()
    {
        var file = Good.ToArray();
        file[^(FooterTail + 1)] = 0x15;
        Assert.EndsWith("its metadata do not end where they should", Refused(file), StringComparison.Ordinal);
    }

    // Each of these is one field that is passed over: a list of lists, a struct of structs.
    [Theory]
    [InlineData(0xf9, 0x19)]
    [InlineData(0xfc, 0x1c)]
    public void Refuses_metadata_nested_without_end(byte field, byte nested) =>
        Assert.EndsWith("it is nested deeper than 32 levels", Refused(WithFooter([field, .. Enumerable.Repeat(nested, Deep)])), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_page_header_nested_without_end() => Assert.EndsWith(
        "it is nested deeper than 32 levels",
        Assert.Throws<InvalidDataException>(() => new PageBuffers(new MemoryStream([0xf9, .. Enumerable.Repeat((byte)0x19, Deep)]), 1 << 20).ReadHeader(0)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Refuses_groups_of_columns_in_each_other_without_end()
    {
        // Each element: repetition 0, a name of one letter, one child; the last one has none.
        byte[] group = [0x35, 0, 0x18, 1, (byte)'a', 0x15, 2, 0];
        var schema = Enumerable.Repeat(group, 20_000).SelectMany(x => x).ToArray();
        byte[] head = [0x29, 0xfc, .. Varint(20_000)];
        Assert.EndsWith("its columns are nested deeper than 32 levels", Refused(WithFooter([.. head, .. schema, 0])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x29)]
    [InlineData(0x49)]
    public void Refuses_a_list_that_is_longer_than_the_metadata(byte field) =>
        Assert.EndsWith("its metadata do not end where they should", Refused(WithFooter([field, 0xfc, .. Varint(uint.MaxValue)])), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_page_that_claims_more_than_the_limit()
    {
        byte[] header = [0x15, 0, 0x15, .. Varint(uint.MaxValue - 1), 0x15, 2, 0];
        Assert.StartsWith(
            "it has a page of 2147483647 bytes, allowed are 1000",
            Assert.Throws<InvalidDataException>(() => new PageBuffers(new MemoryStream(header), 1000).ReadHeader(0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_encrypted_file() =>
        Assert.EndsWith("it is encrypted, which is not read; write it without encryption", Refused([.. "PAR1"u8, .. new byte[20], .. "PARE"u8]), StringComparison.Ordinal);

    [Fact]
    public async Task Refuses_columns_of_another_table()
    {
        var field = new DataField<int>("price");
        var file = await ParquetScene.WriteAsync([field], 2, 2, (group, _) => group.WriteAsync<int>(field, new[] { 1, 2 }.AsMemory()));
        Assert.StartsWith("test.parquet: no images among its columns (price); expected image with PNGs, 784 bytes or a list", Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sets_images_of_another_length_and_missing_ones_aside()
    {
        var file = await ParquetScene.ImageColumnAsync([new byte[784], new byte[783], null, []], [1, 2, 3, null]);
        Assert.Equal((1, 3), Read(file));
    }

    [Property(MaxTest = 2000)]
    public void Damaged_files_are_refused_or_set_aside_but_never_crash(ushort position, byte[] damage)
    {
        var file = Good.ToArray();
        for (var i = 0; i < damage.Length; i++)
            file[((position * 7) + i) % file.Length] ^= damage[i];
        AssertSane(file);
    }

    // The metadata are few bytes among many, and there most damage can be done.
    [Property(MaxTest = 2000)]
    public void Damaged_metadata_are_refused_but_never_crash(ushort position, byte[] damage)
    {
        var file = Good.ToArray();
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - FooterTail));
        for (var i = 0; i < damage.Length; i++)
            file[file.Length - FooterTail - length + ((position + i) % length)] ^= damage[i];
        AssertSane(file);
    }

    [Property(MaxTest = 200)]
    public void Garbage_between_the_marks_is_refused(byte[] garbage) => AssertSane([.. "PAR1"u8, .. garbage, .. "PAR1"u8]);

    private static void AssertSane(byte[] file)
    {
        try
        {
            var (usable, rejected) = Read(file);
            Assert.InRange(usable + rejected, 0, 64);
        }
        catch (FashionMnistException e)
        {
            Assert.Equal(ExitCodes.BadInput, e.ExitCode);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    private static byte[] WithFooter(byte[] footer)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
    }

    private static byte[] Varint(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static string Refused(byte[] file)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Read(file));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }

    private static (int Usable, int Rejected) Read(byte[] file)
    {
        using var reader = ParquetImageReader.Open(
            new SeekableInput(new MemoryStream(file), "test.parquet"), new PngConverter(ResizeMode.Never, InvertMode.Never));
        var batch = new ImageBatch(64);
        reader.Read(batch, 64);
        return (batch.Count, batch.Rejected.Count);
    }
}
