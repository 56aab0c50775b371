using FashionMnist.Data;
using FashionMnist.Prediction.Input.Parquet.Format;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>
/// Images whose every pixel is a column of its own. The columns are read one after the other, as many rows of each as fit into memory; where
/// one stopped, it is taken up at its last page.
/// </summary>
internal sealed class PixelColumns : IImageColumn
{
    /// <summary>Rows in memory: 49 MiB.</summary>
    public const int DefaultRowsAtOnce = 1 << 16;

    private const int NumbersAtOnce = 4096;
    private readonly PageBuffers _buffers;
    private readonly IReadOnlyList<Column> _columns;
    private readonly Chunk[] _chunks;
    private readonly long _rows;
    private readonly int _rowsAtOnce;
    private readonly PagePlace[] _places;
    private readonly Dictionary<int, string> _problems = [];
    private readonly double[] _values = new double[NumbersAtOnce];
    private readonly int[] _levels = new int[NumbersAtOnce];
    private readonly byte[] _pixels;
    private readonly int _height;
    private long _loaded = -1;
    private long _row;

    /// <param name="buffers">Memory for pages.</param>
    /// <param name="columns">The 784 columns in the order of the pixels.</param>
    /// <param name="chunks">Where they lie.</param>
    /// <param name="rows">Rows of the row group.</param>
    /// <param name="rowsAtOnce">Rows in memory.</param>
    public PixelColumns(PageBuffers buffers, IReadOnlyList<Column> columns, Chunk[] chunks, long rows, int rowsAtOnce)
    {
        (_buffers, _columns, _chunks, _rows, _rowsAtOnce) = (buffers, columns, chunks, rows, rowsAtOnce);
        _places = new PagePlace[columns.Count];
        _height = (int)Math.Min(rows, _rowsAtOnce);
        _pixels = GC.AllocateUninitializedArray<byte>(ImageShape.Pixels * _height);
    }

    public string? Next(Span<byte> pixels, out PngTraits traits)
    {
        traits = default;
        if (_row / _rowsAtOnce != _loaded)
            Load(_row / _rowsAtOnce);
        var row = (int)(_row++ % _rowsAtOnce);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = _pixels[(i * _height) + row];
        return _problems.GetValueOrDefault(row);
    }

    public void Skip(long rows) => _row += rows;

    private void Load(long slice)
    {
        _problems.Clear();
        for (var i = 0; i < _columns.Count; i++)
        {
            try
            {
                Load(i, slice * _rowsAtOnce);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"column {_columns[i].Name}: {e.Message}", e);
            }
        }

        _loaded = slice;
    }

    private void Load(int column, long start)
    {
        var pages = new ColumnPages(_buffers, _columns[column], _chunks[column]);
        var row = 0L;
        if (_places[column].Offset > 0)
        {
            pages.GoTo(_places[column]);
            row = _places[column].Values;
        }

        var numbers = new NumberColumn(pages);
        var end = Math.Min(_rows, start + _rowsAtOnce);
        while (row < end)
        {
            // What lies before the slice is read and dropped.
            var limit = row < start ? start - row : end - row;
            var count = numbers.Read(_values.AsSpan(0, (int)Math.Min(limit, _values.Length)), [], _levels);
            if (count == 0)
                throw new InvalidDataException("it has fewer values than the row group has rows");
            if (row >= start)
                Take(column, (int)(row - start), _values.AsSpan(0, count));
            row += count;
        }

        _places[column] = numbers.Place;
    }

    private void Take(int column, int row, ReadOnlySpan<double> values)
    {
        var pixels = _pixels.AsSpan((column * _height) + row, values.Length);
        if (PixelValues.Convert(values, pixels) < 0)
            return;
        for (var i = 0; i < values.Length; i++)
        {
            if (PixelValues.Convert(values.Slice(i, 1), pixels.Slice(i, 1)) >= 0)
                _problems.TryAdd(row + i, PixelValues.Problem(_columns[column].Name, values[i]));
        }
    }
}
