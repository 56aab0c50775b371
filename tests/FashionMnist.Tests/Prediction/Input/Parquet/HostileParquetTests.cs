using System.Buffers.Binary;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Input.Parquet;
using FashionMnist.Testing;
using FsCheck.Xunit;
using Parquet.Schema;

namespace FashionMnist.Tests.Prediction.Input.Parquet;

public class HostileParquetTests
{
    private const int FooterTail = 8;

    private static readonly byte[] Good = ParquetScene.ImageColumnAsync(
        [.. new TestImages(20).Images.Chunk(ImageShape.Pixels)], [.. Enumerable.Range(0, 20).Select(x => (int?)(x % 10))], groupRows: 8).Result;

    private static int FooterLength => BinaryPrimitives.ReadInt32LittleEndian(Good.AsSpan(Good.Length - FooterTail));

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

    [Fact]
    public async Task Refuses_columns_of_another_table()
    {
        var field = new DataField<int>("price");
        var file = await ParquetScene.WriteAsync([field], 2, 2, (group, _) => group.WriteAsync<int>(field, new[] { 1, 2 }.AsMemory()));
        Assert.Equal(
            "test.parquet: no column pixel1 among price; expected image (784 bytes, or a list of them) or pixel1 to pixel784, and label if known",
            Refused(file));
    }

    [Fact]
    public async Task Refuses_pixels_that_are_no_whole_numbers()
    {
        var file = await ParquetScene.PixelColumnsAsync(new TestImages(1).Images, x => (double)x);
        Assert.Equal("test.parquet: column pixel1 is of type Double, expected whole numbers", Refused(file));
    }

    [Fact]
    public async Task Sets_images_of_another_length_and_missing_ones_aside()
    {
        var file = await ParquetScene.ImageColumnAsync([new byte[784], new byte[783], null, []], [1, 2, 3, null]);
        Assert.Equal((1, 3), Read(file));
    }

    [Fact]
    public async Task Refuses_a_row_group_above_the_limit()
    {
        var field = new DataField("image", typeof(byte[]), isNullable: true);
        var file = await ParquetScene.WriteAsync(
            [field],
            ParquetImageReader.MaximumGroupRows + 1,
            int.MaxValue,
            (group, range) => group.WriteAsync(field, new byte[range.End.Value][]));
        Assert.Contains("row group 1 has 171197 rows, allowed are 171196; write smaller row groups", Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_up_on_metadata_that_are_read_for_ever()
    {
        using var release = new ManualResetEventSlim();
        using var stream = new StuckStream(Good, release);
        var refusal = Assert.Throws<FashionMnistException>(
            () => ParquetImageReader.Open(new SeekableInput(stream, "test.parquet"), new InstantTimeProvider()));
        release.Set();
        Assert.Equal((ExitCodes.BadInput, "test.parquet: its metadata cannot be read"), (refusal.ExitCode, refusal.Message));
    }

    // Damage to the metadata mostly keeps the library busy until the reader loses patience, and each time a busy thread stays behind.
    [Property(MaxTest = 500)]
    public void Damaged_data_are_refused_or_set_aside_but_never_crash(ushort position, byte[] damage)
    {
        var file = Good.ToArray();
        var data = file.Length - FooterTail - FooterLength;
        for (var i = 0; i < damage.Length; i++)
            file[((position * 7) + i) % data] ^= damage[i];
        AssertSane(file);
    }

    [Property(MaxTest = 200)]
    public void Garbage_between_the_marks_is_refused(byte[] garbage) => AssertSane([.. "PAR1"u8, .. garbage, .. "PAR1"u8]);

    private static void AssertSane(byte[] file)
    {
        try
        {
            var (usable, rejected) = Read(file);
            Assert.InRange(usable + rejected, 0, 20);
        }
        catch (FashionMnistException e)
        {
            Assert.Equal(ExitCodes.BadInput, e.ExitCode);
            Assert.DoesNotContain('\n', e.Message);
        }
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
        using var reader = ParquetImageReader.Open(new SeekableInput(new MemoryStream(file), "test.parquet"), new HurriedTimeProvider());
        var batch = new ImageBatch(64);
        reader.Read(batch, 64);
        return (batch.Count, batch.Rejected.Count);
    }

    /// <summary>Loses patience after two seconds, which is long for these small files.</summary>
    private sealed class HurriedTimeProvider : TimeProvider
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > Longest ? Longest : dueTime, period);
    }

    // Stuck for every thread but the one of the test, which stands for a library that turns in circles.
    private sealed class StuckStream(byte[] content, ManualResetEventSlim release) : MemoryStream(content)
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public override int Read(Span<byte> buffer)
        {
            Wait();
            return base.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Wait();
            return base.Read(buffer, offset, count);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));

        private void Wait()
        {
            if (Environment.CurrentManagedThreadId != _thread)
                release.Wait();
        }
    }
}
