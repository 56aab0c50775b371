using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Reads a column of whole numbers, of whatever width, as int64.</summary>
internal static class WholeNumbers
{
    /// <summary>Whether a column can be read.</summary>
    public static bool Supports(DataField field) => field.MaxRepetitionLevel == 0 && (Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32
            or TypeCode.Int64 or TypeCode.UInt64 => true,
        _ => false,
    });

    /// <summary>Reads the column; a value that is missing is <see langword="null"/>, one beyond int64 its nearest neighbour.</summary>
    public static Task<long?[]> ReadAsync(ParquetRowGroupReader group, DataField field, int rows) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Byte => ReadAsync<byte>(group, field, rows),
        TypeCode.SByte => ReadAsync<sbyte>(group, field, rows),
        TypeCode.Int16 => ReadAsync<short>(group, field, rows),
        TypeCode.UInt16 => ReadAsync<ushort>(group, field, rows),
        TypeCode.Int32 => ReadAsync<int>(group, field, rows),
        TypeCode.UInt32 => ReadAsync<uint>(group, field, rows),
        TypeCode.Int64 => ReadAsync<long>(group, field, rows),
        TypeCode.UInt64 => ReadAsync<ulong>(group, field, rows),
        _ => throw new ArgumentException($"{field.Name} holds no whole numbers.", nameof(field)),
    };

    private static async Task<long?[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct, IBinaryInteger<T>
    {
        if (field.IsNullable)
        {
            var column = new T?[rows];
            await group.ReadAsync<T>(field, column.AsMemory());
            return Array.ConvertAll(column, x => x is { } value ? long.CreateSaturating(value) : (long?)null);
        }

        var values = new T[rows];
        await group.ReadAsync<T>(field, values.AsMemory());
        return Array.ConvertAll(values, x => (long?)long.CreateSaturating(x));
    }
}
