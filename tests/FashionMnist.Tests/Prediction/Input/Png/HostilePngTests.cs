using FashionMnist.Data;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Input.Png;

public class HostilePngTests
{
    private const long Megabyte = 1 << 20;

    private const int HeaderEnd = 33;

    private static readonly byte[] Good = TestPng.FromGrey(new TestImages(1).Images, ImageShape.Width);

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("GIF89a, which is something else", "not a PNG file")]
    public void Refuses_what_is_no_png(string text, string problem) => Assert.Equal(problem, Problem(System.Text.Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(20, "the PNG ends inside its header")]
    [InlineData(32, "the PNG ends inside its header")]
    [InlineData(33, "the PNG is cut off")]
    [InlineData(300, "the PNG is cut off")]
    public void Refuses_a_png_that_was_cut_off(int length, string problem) => Assert.Equal(problem, Problem(Good[..length]));

    [Theory]
    [InlineData(0, 28, "the image is 0x28 pixels")]
    [InlineData(28, 0, "the image is 28x0 pixels")]
    [InlineData(int.MaxValue, int.MaxValue, "the image is 2147483647x2147483647 pixels, allowed are 16777216 in all")]
    [InlineData(-1, 1, "the image is 4294967295x1 pixels, allowed are 16777216 in all")]
    [InlineData(4097, 4096, "the image is 4097x4096 pixels, allowed are 16777216 in all")]
    [InlineData(1000001, 1, "the image is 1000001x1 pixels, allowed are 1000000 on a side")]
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
    public void Refuses_an_unknown_filter_and_data_that_cannot_be_unpacked()
    {
        var rows = new byte[29 * 28];
        rows[29] = 9;
        Assert.Equal("the PNG is damaged: a row has the filter 9, which does not exist", Problem(TestPng.Assemble(28, 28, 8, TestPng.Grey, rows)));
        byte[] withPresetDictionary = [0x78, 0x20, 1, 2, 3, 4, 5];
        foreach (byte[] data in new byte[][] { [1, 2, 3, 4, 5], withPresetDictionary })
        {
            Assert.Equal(
                "the PNG is damaged: its image data cannot be unpacked",
                Problem(TestPng.Insert(TestPng.Insert(Good[..HeaderEnd], HeaderEnd, "IEND", []), HeaderEnd, "IDAT", data)));
        }
    }

    [Fact]
    public void Refuses_image_data_that_need_a_dictionary()
    {
        byte[] data = [0x78, 0xbb, 0, 0, 0, 1, 3, 0];
        Assert.Equal(
            "the PNG is damaged: its image data cannot be unpacked",
            Problem(TestPng.Insert(TestPng.Insert(Good[..HeaderEnd], HeaderEnd, "IEND", []), HeaderEnd, "IDAT", data)));
    }

    [Fact]
    public void Refuses_a_file_in_which_any_byte_of_any_chunk_was_changed()
    {
        var file = TestPng.Insert(Good, HeaderEnd, "tEXt", [1, 2, 3]);
        for (var position = 8; position < file.Length; position++)
        {
            var changed = file.ToArray();
            changed[position] ^= 0x20;
            Assert.NotNull(Problem(changed));
        }

        file[^13] ^= 1;
        Assert.Equal("the PNG is damaged: the checksum of its chunk IDAT is wrong", Problem(file));
    }

    [Theory]
    [InlineData("IHDR", "its chunk IHDR comes twice or too late")]
    [InlineData("quIt", null)]
    [InlineData("QUIT", "its chunk QUIT is unknown")]
    [InlineData("Q\n\u001b!", "its chunk Q??? is unknown")]
    public void Passes_over_unknown_chunks_only_if_they_say_that_one_may(string type, string? problem) => Assert.Equal(
        problem is null ? null : $"the PNG is damaged: {problem}", Problem(TestPng.Insert(Good, HeaderEnd, type, new byte[13])));

    [Fact]
    public void Refuses_image_data_that_are_missing_or_in_pieces_and_ignores_what_follows_the_end()
    {
        var end = Good.Length - 12;
        Assert.Equal("the PNG is damaged: it has no image data", Problem([.. Good[..HeaderEnd], .. Good[end..]]));
        Assert.Equal("the PNG is damaged: its image data are not in one piece", Problem(TestPng.Insert(TestPng.Insert(Good, end, "IDAT", []), end, "tEXt", [])));
        Assert.Equal("the PNG is cut off", Problem(Good[..end]));
        Assert.Null(Problem([.. Good, .. Good]));
    }

    [Theory]
    [InlineData(3, TestPng.Grey)]
    [InlineData(16, TestPng.Palette)]
    [InlineData(4, TestPng.Rgb)]
    [InlineData(8, 5)]
    public void Refuses_a_kind_of_pixel_that_does_not_exist(int depth, int type) => Assert.Equal(
        $"the PNG has colour type {type} with {depth} bits, which does not exist", Problem(TestPng.Assemble(28, 28, depth, type, new byte[29 * 28])));

    [Fact]
    public void Refuses_a_palette_that_does_not_fit_the_pixels()
    {
        byte[] two = [0, 0, 0, 255, 255, 255];
        Assert.Null(Problem(TestPng.Encode(2, 1, 8, TestPng.Palette, [0, 1], two)));
        Assert.Equal("the PNG is damaged: a pixel has colour 2 of a palette of 2", Problem(TestPng.Encode(2, 1, 8, TestPng.Palette, [0, 2], two)));
        Assert.Equal("the PNG is damaged: a pixel has colour 3 of a palette of 2", Problem(TestPng.Encode(4, 1, 2, TestPng.Palette, [0b0100_1100], two)));
        Assert.Equal("the PNG is damaged: its palette has 0 bytes", Problem(TestPng.Encode(2, 1, 8, TestPng.Palette, [0, 1])));
        Assert.Equal("the PNG is damaged: its palette has 5 bytes", Problem(TestPng.Encode(2, 1, 8, TestPng.Palette, [0, 1], two[..5])));
        Assert.Equal("the PNG is damaged: it has opacities for 3 of 2 colours", Problem(TestPng.Encode(2, 1, 8, TestPng.Palette, [0, 1], two, [1, 2, 3])));
        Assert.Equal(
            "the PNG is damaged: its transparency (tRNS) of 2 bytes does not fit its colours",
            Problem(TestPng.Encode(1, 1, 8, TestPng.Rgb, [1, 2, 3], alphas: [0, 1])));
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
