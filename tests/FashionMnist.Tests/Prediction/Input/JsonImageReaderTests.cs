using System.Text;
using System.Text.Json;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Input.Json;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction.Input;

public sealed class JsonImageReaderTests
{
    private const int Rows = 3;
    private static readonly TestImages Images = new(Rows);
    private static readonly int[][] Pixels = [.. Images.Images.Chunk(ImageShape.Pixels).Select(x => Array.ConvertAll(x, y => (int)y))];

    [Fact]
    public void Reads_lists_of_784_and_28_lists_of_28() => AssertAll(
        Json(new { image = Pixels[0], label = Images.Labels[0] }),
        Json(new { label = LabelMap.NameOf(Images.Labels[1]), image = Pixels[1].Chunk(ImageShape.Width) }),
        Json(new { id = "x", Label = $"{Images.Labels[2]}", Img = Pixels[2].Select(x => (double)x) }));

    [Fact]
    public void Reads_a_number_for_each_pixel_as_pandas_writes_them() => AssertAll([.. Enumerable.Range(0, Rows).Select(row => Json(
        Pixels[row].Select((x, i) => ($"pixel{i}", (object)x)).Append(("label", (object)(int)Images.Labels[row])).ToDictionary(x => x.Item1, x => x.Item2)))]);

    [Fact]
    public void Passes_over_a_byte_order_mark_empty_lines_and_the_line_ends_of_windows()
    {
        var lines = Enumerable.Range(0, Rows).Select(x => Json(new { image = Pixels[x], label = Images.Labels[x] })).ToArray();
        using var reader = new JsonImageReader(new MemoryStream([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes($"{lines[0]}\r\n\r\n {lines[1]}\r\n{lines[2]}")]), "x.jsonl");
        Assert.Equal(2, reader.Skip(2, CancellationToken.None));
        var batch = Read(reader);
        Assert.Equal(Images.Images[(2 * ImageShape.Pixels)..], batch.Images[..ImageShape.Pixels]);
        Assert.Equal(0, reader.Skip(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"image":[1,2,3]}""", "the image has 3 numbers, expected 784")]
    [InlineData("""{"image":null}""", "the image is missing")]
    [InlineData("""{"image":"iVBO"}""", "the image is no list of 784 numbers")]
    [InlineData("""{"image":["1"]}""", "item 1 of the image is no number")]
    [InlineData("""{"image":[[1]],"label":{}}""", "label is neither a number nor text")]
    [InlineData("""{"price":1}""", "the object has no image")]
    [InlineData("""[1,2]""", "the line is no JSON object")]
    [InlineData("""{"label":"\ud800"}""", "the line holds text that is no valid Unicode")]
    [InlineData("""{"image":[1,2""", "the line is no valid JSON, from byte 14 on")]
    public void Sets_a_line_that_is_no_image_aside(string line, string reason)
    {
        using var reader = new JsonImageReader(new MemoryStream(Encoding.UTF8.GetBytes($"\n{line}\n{Json(new { image = Pixels[0] })}")), "x.jsonl");
        var batch = Read(reader);
        Assert.Equal([new RejectedRow("x.jsonl", 2, reason)], batch.Rejected);
        Assert.Equal(1, batch.Count);
        Assert.Equal(ImageBatch.Unlabelled, batch.LabelOf(0));
    }

    [Fact]
    public void Sets_a_line_that_is_not_utf_8_aside()
    {
        using var reader = new JsonImageReader(new MemoryStream([.. "{\"a"u8, 0xb8, .. "\":1}"u8]), "x.jsonl");
        Assert.Equal([new RejectedRow("x.jsonl", 1, "the line is not UTF-8")], Read(reader).Rejected);
    }

    [Fact]
    public void Sets_a_line_that_is_too_long_aside_and_goes_on()
    {
        var text = $$"""{"image":"{{new string('x', 3 << 20)}}"}""" + "\n" + Json(new { image = Pixels[0] });
        using var reader = new JsonImageReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.jsonl");
        var batch = Read(reader);
        Assert.Equal([new RejectedRow("x.jsonl", 1, "the line is longer than 1048576 bytes")], batch.Rejected);
        Assert.Equal(1, batch.Count);
    }

    [Fact]
    public void Refuses_damaged_gzip_data_after_a_line()
    {
        using var reader = new JsonImageReader(new Broken(), "x.jsonl");
        var refusal = Assert.Throws<FashionMnistException>(() => Read(reader));
        Assert.Equal((ExitCodes.BadInput, "x.jsonl: after line 0: the gzip data is damaged (bad)"), (refusal.ExitCode, refusal.Message));
    }

    private static string Json(object value) => JsonSerializer.Serialize(value);

    private static void AssertAll(params string[] lines)
    {
        using var reader = new JsonImageReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")), "x.jsonl");
        var batch = Read(reader);
        Assert.Empty(batch.Rejected);
        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
        Assert.Equal(Images.Labels, Enumerable.Range(0, Rows).Select(batch.LabelOf));
    }

    private static ImageBatch Read(JsonImageReader reader)
    {
        var batch = new ImageBatch(16);
        reader.Read(batch, 16);
        return batch;
    }

    private sealed class Broken : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new InvalidDataException("bad.");
    }
}
