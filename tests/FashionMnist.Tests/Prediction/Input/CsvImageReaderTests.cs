using System.IO.Compression;
using System.Text;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Input;

public class CsvImageReaderTests
{
    private static readonly TestImages Images = new(3);

    [Theory]
    [InlineData(true, true, "\n")]
    [InlineData(true, false, "\n")]
    [InlineData(false, true, "\r\n")]
    [InlineData(false, false, "\r\n")]
    public void Reads_either_layout_with_or_without_a_header(bool labelled, bool header, string newLine)
    {
        var rows = Enumerable.Range(0, 3).Select(x => labelled ? Images.Row(x) : Images.Pixels(x));
        var text = string.Join(newLine, header ? rows.Prepend(TestImages.Header(labelled)) : rows) + newLine;

        var batch = Read(text);

        Assert.Equal(3, batch.Count);
        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
        for (var i = 0; i < 3; i++)
            Assert.Equal(labelled ? Images.Labels[i] : ImageBatch.Unlabelled, batch.LabelOf(i));
    }

    [Fact]
    public void Reads_a_byte_order_mark_quoted_numbers_spaces_and_a_missing_last_line_end()
    {
        var quoted = string.Join(',', Images.Row(0).Split(',').Select(x => $"\"{x}\""));
        var spaced = string.Join(" , ", Images.Row(1).Split(','));

        var batch = Read($"\uFEFF{TestImages.Header(true)}\n{quoted}\n\n{spaced}");

        Assert.Equal(2, batch.Count);
        Assert.Empty(batch.Rejected);
        Assert.Equal(Images.Images[..(2 * ImageShape.Pixels)], batch.Images[..(2 * ImageShape.Pixels)]);
    }

    [Fact]
    public void A_header_alone_is_an_input_without_rows() => Assert.Equal(0, Read(TestImages.Header(true) + "\n").Rows);

    [Theory]
    [InlineData("x", "pixel 2 is 'x', not a whole number from 0 to 255")]
    [InlineData("256", "pixel 2 is 256, allowed 0 to 255")]
    [InlineData("-1", "pixel 2 is -1, allowed 0 to 255")]
    [InlineData("1.5", "pixel 2 is 1.5, allowed are whole numbers from 0 to 255")]
    [InlineData("0.5", "pixel 2 is 0.5, allowed are whole numbers from 0 to 255; pixels scaled to 0..1 have to be multiplied by 255")]
    [InlineData("1e3", "pixel 2 is 1000, allowed 0 to 255")]
    [InlineData("nan", "pixel 2 is missing")]
    [InlineData("0x1F", "pixel 2 is '0x1F', not a whole number from 0 to 255")]
    [InlineData("99999999999999999999999", "pixel 2 is 1E+23, allowed 0 to 255")]
    [InlineData("\u0662", "pixel 2 is '\u0662', not a whole number from 0 to 255")]
    [InlineData("\u0007\u001b[2J", "pixel 2 is '\uFFFD\uFFFD[2J', not a whole number from 0 to 255")]
    [InlineData("", "pixel 2 is empty")]
    [InlineData("1,2", "786 columns, expected 785")]
    [InlineData("\"1", "quotes do not match (LineBreakInQuotes)")]
    [InlineData("1\"2", "quotes do not match (StrayQuote)")]
    public void Sets_a_row_with_a_bad_pixel_aside(string pixel, string reason)
    {
        var bad = Images.Row(1).Split(',');
        bad[2] = pixel;

        var batch = Read($"{TestImages.Header(true)}\n{Images.Row(0)}\n{string.Join(',', bad)}\n{Images.Row(2)}\n");

        Assert.Equal([new RejectedRow("test.csv", 3, reason)], batch.Rejected);
        Assert.Equal(2, batch.Count);
        Assert.Equal([0L, 2L], [batch.IndexOf(0), batch.IndexOf(1)]);
        Assert.Equal(Images.Images[(2 * ImageShape.Pixels)..], batch.Images[ImageShape.Pixels..(2 * ImageShape.Pixels)]);
    }

    [Theory]
    [InlineData("10", "label is 10, allowed 0 to 9")]
    [InlineData("-2", "label is -2, allowed 0 to 9")]
    [InlineData("0.5", "label is 0.5, allowed 0 to 9")]
    [InlineData("shoe", "label is 'shoe', allowed are 0 to 9 and the names T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot")]
    public void Sets_a_row_with_a_label_outside_the_map_aside(string label, string reason)
    {
        var batch = Read($"{Images.Row(0)}\n{label},{Images.Pixels(1)}\n");
        Assert.Equal([new RejectedRow("test.csv", 2, reason)], batch.Rejected);
    }

    [Fact]
    public void A_first_row_with_one_bad_field_is_no_header()
    {
        var bad = Images.Row(0).Split(',');
        bad[0] = "label";
        Assert.StartsWith("label is 'label', allowed are 0 to 9", Read(string.Join(',', bad) + "\n").Rejected[0].Reason, StringComparison.Ordinal);
    }

    /// <summary>Layouts of the files that people have; the order of the columns says nothing where they have names.</summary>
    [Theory]
    [InlineData("pixel", 1, "class", 784)]
    [InlineData("pixel", 0, "Label", 0)]
    [InlineData("", 0, "label", 0)]
    [InlineData("", 1, "labels", 400)]
    [InlineData("pixel", 1, null, 0)]
    [InlineData("", 0, null, 0)]
    public void Finds_columns_by_their_names(string prefix, int first, string? label, int labelAt)
    {
        var names = Enumerable.Range(first, ImageShape.Pixels).Select(x => $"{prefix}{x}").ToList();
        var rows = Enumerable.Range(0, 3).Select(x => Images.Pixels(x).Split(',').ToList()).ToList();
        if (label is not null)
        {
            names.Insert(labelAt, label);
            foreach (var (row, i) in rows.Select((x, i) => (x, i)))
                row.Insert(labelAt, $"{Images.Labels[i]}");
        }

        var batch = Read(Table(names, rows));

        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
        for (var i = 0; i < 3; i++)
            Assert.Equal(label is null ? ImageBatch.Unlabelled : Images.Labels[i], batch.LabelOf(i));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("")]
    public void Passes_over_other_columns_and_takes_pixels_in_any_order(string other)
    {
        var order = Enumerable.Range(0, ImageShape.Pixels).OrderBy(x => x * 37 % ImageShape.Pixels).ToArray();
        var names = order.Select(x => $"{x / ImageShape.Width + 1}x{x % ImageShape.Width + 1}").Append("label").Prepend(other);
        var rows = Enumerable.Range(0, 3).Select(x =>
        {
            var pixels = Images.Pixels(x).Split(',');
            return order.Select(y => pixels[y]).Append($"{Images.Labels[x]}").Prepend($"row {x}");
        });

        var batch = Read(Table(names, rows));

        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
        Assert.Equal(Images.Labels, Enumerable.Range(0, 3).Select(batch.LabelOf));
    }

    [Theory]
    [InlineData("", ImageBatch.Unlabelled)]
    [InlineData("-1", ImageBatch.Unlabelled)]
    [InlineData("NaN", ImageBatch.Unlabelled)]
    [InlineData("9.0", 9)]
    [InlineData("9.000000000000000000e+00", 9)]
    [InlineData("Ankle boot", 9)]
    public void A_label_may_be_unknown_a_whole_float_or_a_name(string text, byte label)
    {
        var batch = Read($"{Images.Row(0)}\n{text},{Images.Pixels(1)}\n");
        Assert.Empty(batch.Rejected);
        Assert.Equal(label, batch.LabelOf(1));
    }

    [Fact]
    public void Pixels_may_be_whole_floats()
    {
        var floats = string.Join(',', Images.Row(0).Split(',').Select(x => double.Parse(x, System.Globalization.CultureInfo.InvariantCulture).ToString("e18", System.Globalization.CultureInfo.InvariantCulture)));
        var batch = Read($"{floats}\n");
        Assert.Empty(batch.Rejected);
        Assert.Equal(Images.Images[..ImageShape.Pixels], batch.Images[..ImageShape.Pixels]);
    }

    [Fact]
    public void Refuses_a_header_that_does_not_say_where_the_pixels_are()
    {
        var names = Enumerable.Range(0, ImageShape.Pixels).Select(x => $"feature{x}");
        var refusal = Assert.Throws<FashionMnistException>(() => Read(Table(names, [Images.Pixels(0).Split(',')])));
        Assert.StartsWith("test.csv: row 1: it looks like a header, and names no pixels; expected pixel1 to pixel784, pixel0 to pixel783, the numbers alone, or 1x1 to 28x28", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_header_with_one_name_twice()
    {
        var names = Enumerable.Range(0, ImageShape.Pixels).Select(x => $"pixel{x}").Append("label").Append("label");
        var refusal = Assert.Throws<FashionMnistException>(() => Read(Table(names, [])));
        Assert.Equal("test.csv: row 1: two columns are called label", refusal.Message);
    }

    private static string Table(IEnumerable<string> names, IEnumerable<IEnumerable<string>> rows) =>
        string.Concat(rows.Prepend(names).Select(x => string.Join(',', x) + "\n"));

    [Theory]
    [InlineData("", "the file holds no row")]
    [InlineData("\n\n\n", "the file holds no row")]
    [InlineData("1,2,3\n", "row 1: 3 columns separated by commas; expected 784 pixels, or a label and 784 pixels")]
    [InlineData("\n\n1;2;3\n", "row 3: 1 columns separated by commas (there are semicolons; write commas); expected 784 pixels, or a label and 784 pixels")]
    public void Refuses_a_file_whose_first_row_tells_no_layout(string text, string problem)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Read(text));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Equal($"test.csv: {problem}", refusal.Message);
    }

    [Fact]
    public void Refuses_a_field_without_end_before_it_fills_the_memory()
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Read(new EndlessStream((byte)'7')));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Equal("test.csv: after row 0: a line does not end within 1073741824 bytes", refusal.Message);
    }

    [Theory]
    [InlineData(1 << 20, "1 columns, expected 785")]
    [InlineData((1 << 20) + 1, "the line is longer than 1048576 bytes")]
    [InlineData(5_000_000, "the line is longer than 1048576 bytes")]
    public void Sets_a_line_without_end_aside_and_reads_the_next_one(int length, string reason)
    {
        var batch = Read($"{TestImages.Header(true)}\r\n{Images.Row(0)}\r\n{new string('7', length)}\r\n\"{new string('8', length)}\r\n{Images.Row(2)}\r\n");

        Assert.Equal([3L, 4L], batch.Rejected.Select(x => x.Row));
        Assert.Equal(reason, batch.Rejected[0].Reason);
        Assert.Equal([0L, 3L], [batch.IndexOf(0), batch.IndexOf(1)]);
        Assert.Equal(Images.Images[(2 * ImageShape.Pixels)..], batch.Images[ImageShape.Pixels..(2 * ImageShape.Pixels)]);
    }

    [Fact]
    public void Damaged_gzip_data_is_placed_after_the_last_row_before_it_was_met()
    {
        using var text = new MemoryStream();
        using (var gzip = new GZipStream(text, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes($"{Images.Row(0)}\n{Images.Row(1)}\n"));
        text.WriteByte(1);
        text.Position = 0;

        var refusal = Assert.Throws<FashionMnistException>(() => Read(GZip.Unpack(text)));

        Assert.Equal(
            "test.csv: after row 1: the gzip data is damaged (member 1: bytes follow it that are neither another member nor zeros)", refusal.Message);
    }

    [Property(MaxTest = 200)]
    public void Garbage_is_refused_or_set_aside_but_never_crashes(byte[] garbage, bool afterGoodRows)
    {
        var good = Encoding.UTF8.GetBytes($"{Images.Row(0)}\n{Images.Row(1)}\n");
        using var stream = new MemoryStream(afterGoodRows ? [.. good, .. garbage] : garbage);
        try
        {
            var batch = Read(stream);
            Assert.Equal(batch.Rows, batch.Count + batch.Rejected.Count);
            Assert.True(batch.Count <= 2);
        }
        catch (FashionMnistException e)
        {
            Assert.Equal(ExitCodes.BadInput, e.ExitCode);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void Skips_and_counts_the_same_rows_that_it_reads()
    {
        var text = $"{TestImages.Header(true)}\n{Images.Row(0)}\n\nbad\n\"{Images.Row(1)}\n{Images.Row(2)}\n";
        using var counting = new CsvImageReader(Stream(text), "test.csv");
        Assert.Equal(4, counting.Skip(long.MaxValue, CancellationToken.None));

        using var reading = new CsvImageReader(Stream(text), "test.csv");
        reading.Skip(3, CancellationToken.None);
        var batch = new ImageBatch(8);
        reading.Read(batch, 8);
        Assert.Equal(1, batch.Rows);
        Assert.Equal(Images.Labels[2], batch.LabelOf(0));
    }

    private static ImageBatch Read(string text) => Read(Stream(text));

    private static ImageBatch Read(Stream stream)
    {
        using var reader = new CsvImageReader(stream, "test.csv");
        var batch = new ImageBatch(16);
        reader.Read(batch, 16);
        return batch;
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class EndlessStream(byte value) : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            buffer.Fill(value);
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
