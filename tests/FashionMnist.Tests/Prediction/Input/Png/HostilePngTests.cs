using FashionMnist.Data;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Input.Png;

public class HostilePngTests
{
    private const long Megabyte = 1 << 20;

    private static readonly byte[] Good = TestPng.FromGrey(new TestImages(1).Images, ImageShape.Width);

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("GIF89a, which is something else", "not a PNG file")]
    public void Refuses_what_is_no_png(string text, string problem) => Assert.Equal(problem, Problem(System.Text.Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(20, "the PNG ends inside its header")]
    [InlineData(30, "the PNG is damaged: its header cannot be read")]
    [InlineData(300, "the PNG is cut off")]
    public void Refuses_a_png_that_was_cut_off(int length, string problem) => Assert.Equal(problem, Problem(Good[..length]));

    [Theory]
    [InlineData(0, 28, "the image is 0x28 pixels")]
    [InlineData(28, 0, "the image is 28x0 pixels")]
    [InlineData(int.MaxValue, int.MaxValue, "the image is 2147483647x2147483647 pixels, allowed are 16777216 in all")]
    [InlineData(-1, 1, "the image is 4294967295x1 pixels, allowed are 16777216 in all")]
    [InlineData(4097, 4096, "the image is 4097x4096 pixels, allowed are 16777216 in all")]
    public void Refuses_dimensions_beyond_reason_before_it_allocates(int width, int height, string problem)
    {
        var file = TestPng.Assemble(width, height, 8, TestPng.Grey, [0, 1]);
        Assert.Equal(problem, Problem(file));
        Assert.InRange(Allocated(() => Problem(file)), 0, Megabyte);
    }

    [Fact]
    public void Refuses_a_size_the_data_does_not_fill() =>
        Assert.Equal("the PNG is cut off", Problem(TestPng.Assemble(28, 28, 8, TestPng.Grey, new byte[29 * 20])));

    [Fact]
    public void Unpacks_no_more_than_the_header_promises()
    {
        var bomb = TestPng.Assemble(28, 28, 8, TestPng.Grey, new byte[200 * Megabyte]);
        Assert.InRange(bomb.Length, 0, 4 * Megabyte);
        string? problem = "";
        Assert.InRange(Allocated(() => problem = Problem(bomb)), 0, Megabyte);
        Assert.Null(problem);
    }

    [Fact]
    public void Refuses_an_unknown_filter_and_a_wrong_checksum()
    {
        var rows = new byte[29 * 28];
        rows[29] = 9;
        Assert.Equal("the PNG is damaged (ErrorInInput)", Problem(TestPng.Assemble(28, 28, 8, TestPng.Grey, rows)));

        var flipped = Good.ToArray();
        flipped[^13] ^= 0x55;
        Assert.Equal("the PNG is damaged (ErrorInInput)", Problem(flipped));
    }

    [Fact]
    public void Refuses_a_file_above_the_limit()
    {
        var file = new byte[PngDecoder.MaximumBytes + 1];
        Good.CopyTo(file, 0);
        Assert.Equal(PngDecoder.TooLong, Problem(file));
    }

    [Property(MaxTest = 300)]
    public void Garbage_after_a_good_start_is_refused_or_decoded_but_never_crashes(byte[] garbage, ushort cut)
    {
        byte[] file = [.. Good[..(cut % Good.Length)], .. garbage];
        AssertSane(file);
    }

    [Property(MaxTest = 500)]
    public void Flipped_bits_are_refused_or_decoded_but_never_crash(ushort position, byte bits, uint width)
    {
        var file = Good.ToArray();
        file[position % file.Length] ^= bits;
        AssertSane(file);
        // The same with right checksums, which stop most of them.
        AssertSane(TestPng.Assemble((int)(width % 100), bits, 1 << (position % 5), position % 7, [.. Good[40..]]));
    }

    private static void AssertSane(byte[] file)
    {
        foreach (var resize in new[] { ResizeMode.Never, ResizeMode.Fit })
        {
            var problem = new PngConverter(resize, InvertMode.Auto).Convert(file, new byte[ImageShape.Pixels], out _);
            Assert.DoesNotContain('\n', problem ?? "");
        }
    }

    private static string? Problem(byte[] png) =>
        new PngConverter(ResizeMode.Fit, InvertMode.Never).Convert(png, new byte[ImageShape.Pixels], out _);

    private static long Allocated(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
