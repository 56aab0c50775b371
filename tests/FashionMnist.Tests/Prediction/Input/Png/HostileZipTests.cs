using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Input.Png;

public sealed class HostileZipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _good;

    public HostileZipTests()
    {
        var images = new TestImages(3);
        PngScene.WriteZip(_folder["a.zip"], Enumerable.Range(0, 3).Select(i => ($"{i}.png", images.Png(i))));
        _good = File.ReadAllBytes(_folder["a.zip"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_a_good_archive() => Assert.Equal((3, 0), Read(_good));

    [Fact]
    public void Refuses_an_archive_that_was_cut_off()
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Read(_good[..(_good.Length / 2)]));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith("test.zip: the zip archive is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 1000)]
    public void Flipped_bits_are_refused_or_set_aside_but_never_crash(ushort position, byte bits, ushort second)
    {
        var file = _good.ToArray();
        file[position % file.Length] ^= bits;
        // The directory stands at the end, and there most damage can be done.
        file[^(second % 200 + 1)] ^= bits;
        AssertSane(file);
    }

    [Property(MaxTest = 200)]
    public void Garbage_is_refused_or_set_aside_but_never_crashes(byte[] garbage, ushort cut) =>
        AssertSane([.. _good[..(cut % _good.Length)], .. garbage, .. _good[(cut % _good.Length)..]]);

    private static void AssertSane(byte[] file)
    {
        try
        {
            Read(file);
        }
        catch (FashionMnistException e)
        {
            Assert.Equal(ExitCodes.BadInput, e.ExitCode);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    private static (int Usable, int Rejected) Read(byte[] file)
    {
        var source = ZipPngSource.Open(new SeekableInput(new MemoryStream(file), "test.zip"));
        try
        {
            using var reader = new PngImageReader(source, ResizeMode.Never, InvertMode.Auto);
            var batch = new ImageBatch(16);
            reader.Read(batch, 16);
            return (batch.Count, batch.Rejected.Count);
        }
        finally
        {
            source.Dispose();
        }
    }
}
