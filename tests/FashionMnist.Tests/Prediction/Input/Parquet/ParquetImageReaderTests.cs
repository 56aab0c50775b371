using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Input.Parquet;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using ParquetSharp;
using ParquetSharp.Schema;

namespace FashionMnist.Tests.Prediction.Input.Parquet;

/// <summary>Files that Apache Arrow's own library wrote, in every form it can write that this reader knows.</summary>
public sealed class ParquetImageReaderTests
{
    private const int Rows = 70;
    private static readonly TestImages Images = new(Rows);
    private static readonly byte[][] Pixels = [.. Images.Images.Chunk(ImageShape.Pixels)];

    public static TheoryData<Compression, ParquetDataPageVersion, bool> Pages()
    {
        var data = new TheoryData<Compression, ParquetDataPageVersion, bool>();
        foreach (var compression in new[] { Compression.Uncompressed, Compression.Snappy, Compression.Gzip, Compression.Brotli, Compression.Zstd, Compression.Lz4 })
        {
            foreach (var version in new[] { ParquetDataPageVersion.V1, ParquetDataPageVersion.V2 })
            {
                data.Add(compression, version, true);
                data.Add(compression, version, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Reads_lists_of_every_kind_of_page(Compression compression, ParquetDataPageVersion version, bool dictionary)
    {
        var file = Write(x => Encoded(x.Compression(compression).DataPageVersion(version).DataPagesize(5000), dictionary), Lists<byte?>(x => x), Labels<long?>(x => x));
        AssertAll(file);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Reads_bytes_of_every_kind_of_page(Compression compression, ParquetDataPageVersion version, bool dictionary)
    {
        var file = Write(
            x => Encoded(x.Compression(compression).DataPageVersion(version).DataPagesize(5000), dictionary),
            new Part<byte[]?>("image", Pixels),
            Labels<int>(x => x));
        AssertAll(file);
    }

    [Theory]
    [InlineData(ParquetSharp.Encoding.Plain)]
    [InlineData(ParquetSharp.Encoding.DeltaBinaryPacked)]
    [InlineData(ParquetSharp.Encoding.ByteStreamSplit)]
    public void Reads_whole_numbers_of_every_encoding(ParquetSharp.Encoding encoding)
    {
        void Check<T>(Func<byte, T> convert) => AssertAll(Write(
            x => x.Encoding(encoding).DisableDictionary().DataPagesize(4000), Lists(convert), Labels(convert)));

        Check(x => (int?)x);
        Check(x => (uint)x);
        Check(x => (long)x);
        Check(x => (ulong?)x);
        Check(x => (short)x);
        Check(x => (ushort?)x);
        Check(x => (byte?)x);
    }

    [Fact]
    public void Reads_whole_numbers_stored_as_floats()
    {
        AssertAll(Write(x => x, Lists(x => (float)x), Labels(x => (double?)x)));
        AssertAll(Write(x => x.Encoding(ParquetSharp.Encoding.ByteStreamSplit).DisableDictionary(), Lists(x => (double?)x), Labels(x => (float)x)));
        AssertAll(Write(x => x, Lists(x => (double)x), Labels(x => (Half)x)));
    }

    [Theory]
    [InlineData(ParquetSharp.Encoding.DeltaLengthByteArray)]
    [InlineData(ParquetSharp.Encoding.DeltaByteArray)]
    public void Reads_bytes_and_names_of_every_encoding(ParquetSharp.Encoding encoding) => AssertAll(Write(
        x => x.Encoding(encoding).DisableDictionary().DataPagesize(4000),
        new Part<byte[]?>("Image", Pixels),
        new Part<string?>("label", [.. Images.Labels.Select(x => LabelMap.NameOf(x))])));

    [Fact]
    public void Reads_28_lists_of_28() => AssertAll(Write(
        x => x.DataPagesize(3000),
        new Part<int[][]>("img", [.. Pixels.Select(x => Square(x, ImageShape.Width))]),
        Labels(x => x)));

    [Fact]
    public void Sets_lists_of_lists_of_another_shape_aside()
    {
        var wide = Square(Pixels[0], 2 * ImageShape.Width);
        int[][] ragged = [new int[29], new int[27], .. Square(Pixels[0], ImageShape.Width)[2..]];
        var (_, rejected) = Read(Write(x => x, new Part<int[][]?>("image", [wide, ragged, null])));
        Assert.Equal(
            ["the image is not 28 lists of 28 numbers", "the image is not 28 lists of 28 numbers", "the image has 0 numbers, expected 784"],
            rejected.Select(x => x.Reason));
    }

    [Fact]
    public void Reads_the_struct_of_a_picture_and_its_path()
    {
        using var bytes = new PrimitiveNode("bytes", Repetition.Optional, LogicalType.None(), PhysicalType.ByteArray);
        using var path = new PrimitiveNode("path", Repetition.Optional, LogicalType.String(), PhysicalType.ByteArray);
        using var image = new GroupNode("image", Repetition.Optional, [bytes, path]);
        using var label = new PrimitiveNode("label", Repetition.Optional, LogicalType.Int(64, true), PhysicalType.Int64);
        using var schema = new GroupNode("schema", Repetition.Required, [image, label]);
        using var stream = new MemoryStream();
        using (var properties = new WriterPropertiesBuilder().Build())
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), schema, properties))
        {
            using var group = file.AppendRowGroup();
            using (var column = group.NextColumn().LogicalWriter<Nested<byte[]>?>())
                column.WriteBatch([.. Enumerable.Range(0, Rows).Select(x => (Nested<byte[]>?)new Nested<byte[]>(Images.Png(x)))]);
            using (var column = group.NextColumn().LogicalWriter<Nested<string>?>())
                column.WriteBatch([.. Enumerable.Range(0, Rows).Select(x => (Nested<string>?)new Nested<string>($"{x}.png"))]);
            using (var column = group.NextColumn().LogicalWriter<long?>())
                column.WriteBatch([.. Images.Labels.Select(x => (long?)x)]);
            file.Close();
        }

        AssertAll(stream.ToArray());
    }

    [Fact]
    public void A_column_for_each_pixel_is_read_in_slices()
    {
        var columns = Enumerable.Range(0, ImageShape.Pixels).Select(i => new Part<long?>($"{i}", [.. Pixels.Select(x => (long?)x[i])])).ToArray<IPart>();
        var file = Write(x => x.DataPagesize(30).DisableDictionary(), [.. columns, Labels<byte?>(x => x)]);
        AssertAll(file, rowsAtOnce: 16);
        var (batch, _) = Read(file, rowsAtOnce: 16, skip: 35);
        Assert.Equal(Images.Images[(35 * ImageShape.Pixels)..], batch.Images[..((Rows - 35) * ImageShape.Pixels)]);
    }

    [Fact]
    public void Columns_that_nobody_needs_are_passed_over() => AssertAll(Write(
        x => x,
        new Part<Half>("weight", [.. Images.Labels.Select(x => (Half)x)]),
        new Part<DateTime>("seen", [.. Images.Labels.Select(_ => DateTime.UnixEpoch)]),
        Lists<byte>(x => x),
        new Part<string[]>("tags", [.. Images.Labels.Select(x => new[] { $"{x}" })]),
        Labels<byte>(x => x)));

    [Fact]
    public void A_label_that_is_missing_is_unknown()
    {
        var (batch, rejected) = Read(Write(x => x, Lists<byte>(x => x), new Part<double?>("label", [null, double.NaN, -1, 3, .. Enumerable.Repeat((double?)4, Rows - 4)])));
        Assert.Empty(rejected);
        Assert.Equal([ImageBatch.Unlabelled, ImageBatch.Unlabelled, ImageBatch.Unlabelled, 3], Enumerable.Range(0, 4).Select(batch.LabelOf));
    }

    [Fact]
    public void Refuses_a_list_with_one_number_too_many_that_is_missing()
    {
        var (_, rejected) = Read(Write(x => x, new Part<byte?[]>("image", [[.. Pixels[0].Select(x => (byte?)x), null], [null, .. Pixels[0].Skip(1).Select(x => (byte?)x)]])));
        Assert.Equal(["the image has 785 numbers, expected 784", "number 1 of the image is missing"], rejected.Select(x => x.Reason));
    }

    [Fact]
    public void Refuses_pixels_scaled_to_1()
    {
        var (_, rejected) = Read(Write(x => x, Lists(x => x / 255f)));
        Assert.Contains("pixels scaled to 0..1 have to be multiplied by 255", rejected[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_pictures_that_are_no_png()
    {
        var (_, rejected) = Read(Write(x => x, new Part<byte[]>("image", [[0xff, 0xd8, 0xff, 0xe0, 0, 0]])));
        Assert.Equal("the image is a JPEG picture, which is not read; convert it to PNG; expected a PNG or 784 bytes", rejected[0].Reason);
    }

    [Fact]
    public void Refuses_a_page_whose_checksum_is_another()
    {
        var file = Write(x => x.EnablePageChecksum().Compression(Compression.Uncompressed).DisableDictionary(), new Part<byte[]>("image", Pixels));
        AssertAll(file, labelled: false);
        file[2000] ^= 1;
        var refusal = Assert.Throws<FashionMnistException>(() => Read(file));
        Assert.Equal("test.parquet: row group 1: a page is damaged: its checksum is another", refusal.Message);
    }

    [Fact]
    public void A_dictionary_of_long_values_is_not_unrolled()
    {
        var shared = new byte[1 << 20];
        var file = Write(x => x.DictionaryPagesizeLimit(8 << 20), new Part<byte[]>("image", [.. Enumerable.Repeat(shared, 200)]));
        Assert.InRange(file.Length, 0, 4 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(140, Read(file).Rejected.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void Refuses_what_is_no_image_by_its_column()
    {
        Assert.Equal(
            "test.parquet: column image holds neither PNGs, nor 784 bytes, nor a list of 784 whole numbers or 28 lists of 28",
            Assert.Throws<FashionMnistException>(() => Read(Write(x => x, new Part<string>("image", ["a"])))).Message);
        Assert.Equal(
            "test.parquet: column label holds neither whole numbers nor text",
            Assert.Throws<FashionMnistException>(() => Read(Write(x => x, Lists<byte>(x => x), new Part<DateTime>("label", [.. Images.Labels.Select(_ => DateTime.UnixEpoch)])))).Message);
    }

    private static int[][] Square(byte[] image, int width) => [.. image.Chunk(width).Select(x => Array.ConvertAll(x, y => (int)y))];

    private static Part<T[]> Lists<T>(Func<byte, T> convert) => new("image", [.. Pixels.Select(x => x.Select(convert).ToArray())]);

    private static Part<T> Labels<T>(Func<byte, T> convert) => new("label", [.. Images.Labels.Select(convert)]);

    private static WriterPropertiesBuilder Encoded(WriterPropertiesBuilder properties, bool dictionary) =>
        dictionary ? properties : properties.DisableDictionary();

    private static byte[] Write(Func<WriterPropertiesBuilder, WriterPropertiesBuilder> change, params IPart[] parts)
    {
        using var stream = new MemoryStream();
        using var builder = new WriterPropertiesBuilder();
        using (var properties = change(builder).Build())
        using (var file = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream, leaveOpen: true), [.. parts.Select(x => x.Column)], null, properties))
        {
            // Two groups, so that the second one starts where the first one ended.
            foreach (var half in new[] { 0, 1 })
            {
                using var group = file.AppendRowGroup();
                foreach (var part in parts)
                    part.Write(group, half);
            }

            file.Close();
        }

        return stream.ToArray();
    }

    private static void AssertAll(byte[] file, int rowsAtOnce = PixelColumns.DefaultRowsAtOnce, bool labelled = true)
    {
        var (batch, rejected) = Read(file, rowsAtOnce);
        Assert.Empty(rejected);
        Assert.Equal(Rows, batch.Count);
        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
        if (labelled)
            Assert.Equal(Images.Labels, Enumerable.Range(0, Rows).Select(batch.LabelOf));
    }

    private static (ImageBatch Batch, List<RejectedRow> Rejected) Read(byte[] file, int rowsAtOnce = PixelColumns.DefaultRowsAtOnce, int skip = 0)
    {
        using var reader = ParquetImageReader.Open(
            new SeekableInput(new MemoryStream(file), "test.parquet"), new PngConverter(ResizeMode.Never, InvertMode.Never), rowsAtOnce: rowsAtOnce);
        var batch = new ImageBatch(2 * Rows);
        Assert.Equal(skip, reader.Skip(skip, CancellationToken.None));
        // Not all at once: a batch may end anywhere in a page.
        for (var limit = 1; limit <= 2 * Rows; limit++)
            reader.Read(batch, limit);
        return (batch, batch.Rejected);
    }

    private interface IPart
    {
        Column Column { get; }

        void Write(RowGroupWriter group, int half);
    }

    private sealed class Part<T>(string name, T[] values) : IPart
    {
        public Column Column => new Column<T>(name);

        public void Write(RowGroupWriter group, int half)
        {
            using var column = group.NextColumn().LogicalWriter<T>();
            column.WriteBatch(half == 0 ? values[..(values.Length / 2)] : values[(values.Length / 2)..]);
        }
    }
}
