using FashionMnist.Data;
using FashionMnist.Models;
using Parquet;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Images of a Parquet file, one row group in memory at a time.</summary>
internal sealed class ParquetImageReader : IImageReader
{
    /// <summary>Rows of the largest row group that is read: 128 MiB of pixels.</summary>
    public const int MaximumGroupRows = (128 << 20) / ImageShape.Pixels;

    // The largest row group takes some seconds.
    private static readonly TimeSpan GroupPatience = TimeSpan.FromMinutes(2);

    private readonly SeekableInput _file;
    private readonly TimeProvider _time;
    private readonly ParquetReader _reader;
    private readonly ParquetLayout _layout;
    private readonly int[] _rows;
    private RowGroupImages? _group;
    private int _number;
    private int _inGroup;
    private long _position;

    private ParquetImageReader(SeekableInput file, ParquetReader reader, TimeProvider time)
    {
        (_file, _reader, _time) = (file, reader, time);
        _layout = new ParquetLayout(reader.Schema, file.Name);
        _rows = [.. Enumerable.Range(0, reader.RowGroupCount).Select(RowsOf)];
        Rows = _rows.Sum(x => (long)x);
    }

    public long? Rows { get; }

    /// <summary>Reads the end of the file, which tells its columns.</summary>
    /// <param name="file">The file. Taken over.</param>
    /// <param name="time">The clock that stops reading without end.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it is no Parquet file of images.</exception>
    public static ParquetImageReader Open(SeekableInput file, TimeProvider time)
    {
        try
        {
            return ParquetFaults.Guard(file.Name, () => new ParquetImageReader(file, ParquetFooter.Open(file, time), time));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Skip(long rows, CancellationToken cancellationToken)
    {
        for (var left = rows; left > 0 && _number < _rows.Length;)
        {
            var passed = (int)Math.Min(left, _rows[_number] - _inGroup);
            Advance(passed);
            left -= passed;
        }
    }

    public void Read(ImageBatch batch, int limit)
    {
        while (batch.Rows < limit && _number < _rows.Length)
        {
            if (_inGroup < _rows[_number])
                Add(batch, _group ??= ReadGroup());
            Advance(_inGroup < _rows[_number] ? 1 : 0);
        }
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    private void Add(ImageBatch batch, RowGroupImages group)
    {
        if (group.Read(_inGroup, batch.NextImage, out var label) is { } reason)
            batch.Reject(new RejectedRow(_file.Name, _position + 1, reason));
        else
            batch.Accept(label);
    }

    private void Advance(int rows)
    {
        _position += rows;
        _inGroup += rows;
        if (_inGroup < _rows[_number])
            return;
        (_number, _inGroup, _group) = (_number + 1, 0, null);
    }

    private RowGroupImages ReadGroup() => ParquetFaults.Guard(_file.Name, () => ParquetFaults.WithPatience(
        _file.Name,
        $"row group {_number + 1}",
        GroupPatience,
        _time,
        async () =>
        {
            using var group = _reader.OpenRowGroupReader(_number);
            return await RowGroupImages.ReadAsync(group, _layout, _rows[_number]);
        }));

    private int RowsOf(int number)
    {
        using var group = _reader.OpenRowGroupReader(number);
        return group.RowCount is >= 0 and <= MaximumGroupRows
            ? (int)group.RowCount
            : throw new FashionMnistException(
                ExitCodes.BadInput,
                $"{_file.Name}: row group {number + 1} has {group.RowCount} rows, allowed are {MaximumGroupRows}; write smaller row groups");
    }
}
