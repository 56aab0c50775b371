using System.Numerics;
using FashionMnist.Data;
using Parquet;
using Parquet.Schema;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Reads images that are lists of whole numbers.</summary>
internal static class ListColumn
{
    /// <summary>Values of the largest row group that is read, over all its lists: 256 MiB with their levels.</summary>
    public const int MaximumValues = 1 << 24;

    /// <summary>Reads the column; an image whose list is not 784 numbers from 0 to 255 is <see langword="null"/>, with the reason.</summary>
    public static Task<(byte[]? Image, string? Problem)[]> ReadAsync(ParquetRowGroupReader group, DataField items, int rows) =>
        Type.GetTypeCode(items.ClrType) switch
        {
            TypeCode.Byte => ReadAsync<byte>(group, items, rows),
            TypeCode.SByte => ReadAsync<sbyte>(group, items, rows),
            TypeCode.Int16 => ReadAsync<short>(group, items, rows),
            TypeCode.UInt16 => ReadAsync<ushort>(group, items, rows),
            TypeCode.Int32 => ReadAsync<int>(group, items, rows),
            TypeCode.UInt32 => ReadAsync<uint>(group, items, rows),
            TypeCode.Int64 => ReadAsync<long>(group, items, rows),
            TypeCode.UInt64 => ReadAsync<ulong>(group, items, rows),
            _ => throw new ArgumentException($"{items.Name} holds no whole numbers.", nameof(items)),
        };

    private static async Task<(byte[]? Image, string? Problem)[]> ReadAsync<T>(ParquetRowGroupReader group, DataField items, int rows)
        where T : struct, IBinaryInteger<T>
    {
        var count = group.GetMetadata(items)?.MetaData?.NumValues ?? 0;
        if (count is < 0 or > MaximumValues)
            throw new NotSupportedException($"a row group with {count} numbers in lists, allowed are {MaximumValues}: write smaller row groups");

        var (values, present, starts) = (new T[count], new int[count], new int[count]);
        await group.ReadRawAsync<T>(items, values.AsMemory(), present.AsMemory(), starts.AsMemory());

        var images = new (byte[]? Image, string? Problem)[rows];
        var (level, value) = (0, 0);
        for (var row = 0; row < rows; row++)
        {
            var start = level;
            while (level < starts.Length && (level == start || starts[level] != 0))
                level++;
            var length = present.AsSpan(start, level - start).Count(items.MaxDefinitionLevel);
            images[row] = Convert<T>(values.AsSpan(value, length));
            value += length;
        }

        return images;
    }

    private static (byte[]? Image, string? Problem) Convert<T>(ReadOnlySpan<T> values)
        where T : struct, IBinaryInteger<T>
    {
        if (values.Length != ImageShape.Pixels)
            return (null, $"the image has {values.Length} numbers, expected {ImageShape.Pixels}");

        var image = new byte[ImageShape.Pixels];
        for (var i = 0; i < image.Length; i++)
        {
            var value = long.CreateSaturating(values[i]);
            if (value is < 0 or > byte.MaxValue)
                return (null, $"number {i + 1} of the image is {value}, allowed 0 to {byte.MaxValue}");
            image[i] = (byte)value;
        }

        return (image, null);
    }
}
