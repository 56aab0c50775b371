using FashionMnist.Data;
using FashionMnist.Testing;
using Parquet;
using Parquet.Schema;

namespace FashionMnist.Tests.Prediction;

/// <summary>Writes images as Parquet files.</summary>
internal static class ParquetScene
{
    /// <summary>A column <c>image</c> of bytes and a column <c>label</c>.</summary>
    public static async Task<byte[]> ImageColumnAsync(byte[]?[] images, int?[] labels, int groupRows = int.MaxValue)
    {
        var (image, label) = (new DataField("image", typeof(byte[]), isNullable: true), new DataField("label", typeof(int), isNullable: true));
        return await WriteAsync([image, label], images.Length, groupRows, async (group, range) =>
        {
            await group.WriteAsync(image, images[range]!);
            await group.WriteAsync<int>(label, (ReadOnlyMemory<int?>)labels[range]);
        });
    }

    /// <summary>Columns of pixels that cannot be missing.</summary>
    public static Task<byte[]> PixelColumnsAsync<T>(byte[] pixels, Func<byte, T> convert, int groupRows = int.MaxValue)
        where T : struct
    {
        DataField[] fields = [.. Enumerable.Range(1, ImageShape.Pixels).Select(i => new DataField<T>($"pixel{i}"))];
        return WriteAsync(fields, pixels.Length / ImageShape.Pixels, groupRows, async (group, range) =>
        {
            var rows = Enumerable.Range(0, pixels.Length / ImageShape.Pixels).ToArray()[range];
            for (var i = 0; i < fields.Length; i++)
                await group.WriteAsync<T>(fields[i], rows.Select(row => convert(pixels[(row * ImageShape.Pixels) + i])).ToArray());
        });
    }

    /// <summary>Columns of int64 that may be missing, as pandas writes them, and labels in front.</summary>
    public static Task<byte[]> NullablePixelColumnsAsync(TestImages images, Func<int, int, long?>? change = null)
    {
        DataField[] fields =
        [
            new DataField("label", typeof(long), isNullable: true),
            .. Enumerable.Range(1, ImageShape.Pixels).Select(i => new DataField($"pixel{i}", typeof(long), isNullable: true)),
        ];
        return WriteAsync(fields, images.Labels.Length, int.MaxValue, async (group, _) =>
        {
            for (var i = 0; i < fields.Length; i++)
            {
                long?[] column =
                [
                    .. images.Labels.Select((label, row) => change is null || change(row, i) == -2
                        ? i == 0 ? label : images.Images[(row * ImageShape.Pixels) + i - 1]
                        : change(row, i)),
                ];
                await group.WriteAsync<long>(fields[i], (ReadOnlyMemory<long?>)column);
            }
        });
    }

    public static async Task<byte[]> WriteAsync(
        DataField[] fields, int rows, int groupRows, Func<ParquetRowGroupWriter, Range, Task> write)
    {
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.ToArray<Field>()), file))
        {
            for (var start = 0; start < rows; start += Math.Min(groupRows, rows))
            {
                using var group = writer.CreateRowGroup();
                await write(group, start..Math.Min(start + Math.Min(groupRows, rows), rows));
            }
        }

        return file.ToArray();
    }
}
