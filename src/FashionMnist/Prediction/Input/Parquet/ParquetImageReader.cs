using FashionMnist.Models;
using FashionMnist.Prediction.Input.Parquet.Format;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Images of a Parquet file, read page by page.</summary>
internal sealed class ParquetImageReader : IImageReader
{
    /// <summary>Longest page of images that is read, in bytes. DuckDB writes pages of 96 MB.</summary>
    public const int MaximumImagePage = 128 << 20;

    private const int MaximumLabelPage = 16 << 20;

    private readonly SeekableInput _file;
    private readonly FileMetadata _metadata;
    private readonly ParquetLayout _layout;
    private readonly PngConverter _converter;
    private readonly int _rowsAtOnce;
    private readonly PageBuffers _imagePages;
    private readonly PageBuffers _labelPages;
    private IImageColumn? _images;
    private LabelColumn? _labels;
    private KeptColumn[] _kept = [];
    private int _group;
    private long _inGroup;
    private long _position;

    private ParquetImageReader(SeekableInput file, PngConverter converter, IReadOnlyList<string> keep, int rowsAtOnce)
    {
        (_file, _converter, _rowsAtOnce) = (file, converter, rowsAtOnce);
        _metadata = ParquetFooter.Read(file.Content);
        _layout = new ParquetLayout(_metadata.Columns, keep);
        _imagePages = new PageBuffers(file.Content, MaximumImagePage);
        _labelPages = new PageBuffers(file.Content, MaximumLabelPage);
        var rows = 0L;
        for (var i = 0; i < _metadata.Groups; i++)
        {
            if (_metadata.RowsOf(i) > long.MaxValue - rows)
                throw new InvalidDataException("its row groups claim more rows than there can be");
            rows += _metadata.RowsOf(i);
        }

        Rows = rows;
    }

    public long? Rows { get; }

    /// <summary>Whether the images may be PNGs.</summary>
    public bool MayHoldPictures => _layout.Image is { IsBinary: true };

    /// <summary>Reads the end of the file, which tells its columns.</summary>
    /// <param name="file">The file. Taken over.</param>
    /// <param name="converter">Converts PNGs that lie in the file.</param>
    /// <param name="keep">Columns that are passed on.</param>
    /// <param name="rowsAtOnce">Rows in memory where each pixel is a column.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it is no Parquet file of images.</exception>
    public static ParquetImageReader Open(
        SeekableInput file, PngConverter converter, IReadOnlyList<string>? keep = null, int rowsAtOnce = PixelColumns.DefaultRowsAtOnce)
    {
        try
        {
            return new ParquetImageReader(file, converter, keep ?? [], rowsAtOnce);
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw new FashionMnistException(ExitCodes.BadInput, $"{file.Name}: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long Skip(long rows, CancellationToken cancellationToken)
    {
        const int rowsAtOnce = 4096;
        var left = rows;
        while (left > 0 && _group < _metadata.Groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var inGroup = _metadata.RowsOf(_group) - _inGroup;
            // A group that is passed over as a whole is not read.
            var passed = Math.Min(left, _inGroup == 0 && left >= inGroup ? inGroup : Math.Min(inGroup, rowsAtOnce));
            if (passed < inGroup || _images is not null)
                Guard(() => Pass(passed));
            Advance(passed);
            left -= passed;
        }

        return rows - left;
    }

    public void Read(ImageBatch batch, int limit)
    {
        while (batch.Rows < limit && _group < _metadata.Groups)
        {
            var rows = (int)Math.Min(limit - batch.Rows, _metadata.RowsOf(_group) - _inGroup);
            if (rows > 0)
                Guard(() => Add(batch, rows));
            Advance(rows);
        }
    }

    public void Dispose() => _file.Dispose();

    private void Pass(long rows)
    {
        Open();
        _images!.Skip(rows);
        _labels?.Skip(rows);
        foreach (var column in _kept)
            Pass(column, rows);
    }

    private static void Pass(KeptColumn column, long rows)
    {
        for (; rows > 0; rows--)
            column.Next();
    }

    private void Add(ImageBatch batch, int rows)
    {
        Open();
        for (var i = 0; i < rows; i++)
        {
            var label = ImageBatch.Unlabelled;
            var wrongLabel = _labels?.Next(out label);
            var problem = _images!.Next(batch.NextImage, out var traits);
            for (var k = 0; k < _kept.Length; k++)
                batch.NextKept[k] = _kept[k].Next();
            if ((wrongLabel ?? problem) is { } reason)
                batch.Reject(new RejectedRow(_file.Name, _position + i + 1, reason));
            else
                batch.Accept(label, file: null, traits);
        }
    }

    private void Open()
    {
        if (_images is not null)
            return;
        var rows = _metadata.RowsOf(_group);
        if (_layout.Label is { } label)
            _labels = new LabelColumn(new ColumnPages(_labelPages, label, ChunkOf(label, rows)));
        _kept = [.. _layout.Kept.Select(x => new KeptColumn(new PageBuffers(_file.Content, MaximumLabelPage), x, ChunkOf(x, rows)))];
        if (_layout.Image is not { } image)
        {
            _images = new PixelColumns(_imagePages, _layout.Pixels, _metadata.ChunksOf(_group, _layout.Pixels), rows, _rowsAtOnce);
            return;
        }

        var pages = new ColumnPages(_imagePages, image, ChunkOf(image, rows));
        _images = image.IsBinary ? new BinaryImages(new BinaryColumn(pages), _converter) : new ListImages(new NumberColumn(pages), image);
    }

    private Chunk ChunkOf(Column column, long rows) => _metadata.ChunksOf(_group, [column]) is [var chunk] && chunk.Values >= rows
        ? chunk
        : throw new InvalidDataException($"column {column.Name} has fewer values than rows");

    private void Advance(long rows)
    {
        _position += rows;
        _inGroup += rows;
        if (_inGroup < _metadata.RowsOf(_group))
            return;
        (_group, _inGroup, _images, _labels) = (_group + 1, 0, null, null);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{_file.Name}: row group {_group + 1}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }
}
