using FashionMnist.IO;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>Images of a folder or an archive of PNGs, in ordinal order of their names.</summary>
internal sealed class PngImageReader : IImageReader
{
    // Enough for any number of small files; large ones are read one or two at a time.
    private const long BytesAhead = 8 << 20;

    private readonly IPngSource _source;
    private readonly PngConverter _converter;
    private readonly CancellationTokenSource _stop = new();
    private int _next;

    /// <summary>Takes over the source.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it holds no PNG.</exception>
    public PngImageReader(IPngSource source, ResizeMode resize, InvertMode invert)
    {
        _source = source;
        _converter = new PngConverter(resize, invert);
        if (source.Entries.Count == 0)
            throw new FashionMnistException(ExitCodes.BadInput, $"{source.Name}: {Missing(source)}");

        LabelledFolders = source.Entries.Count(x => PngNames.LabelOf(x.Name) != ImageBatch.Unlabelled);
        OtherFolders = source.Entries.Count - LabelledFolders;
    }

    public long? Rows => _source.Entries.Count;

    public bool NamesFiles => true;

    /// <summary>Images whose folder is named by a label.</summary>
    public int LabelledFolders { get; }

    /// <summary>Images whose folder is not. If there are any, no folder's name is taken for a label: it may mean something else.</summary>
    public int OtherFolders { get; }

    /// <summary>Files that are not named .png.</summary>
    public int OtherFiles => _source.OtherFiles;

    public long Skip(long rows, CancellationToken cancellationToken)
    {
        var passed = (int)Math.Min(rows, _source.Entries.Count - _next);
        _next += passed;
        return passed;
    }

    public void Read(ImageBatch batch, int limit)
    {
        var end = Math.Min(_next + (limit - batch.Rows), _source.Entries.Count);
        var ahead = new Queue<Task<byte[]>>();
        var bytes = 0L;
        for (var requested = _next; _next < end; _next++)
        {
            while (requested < end && (ahead.Count == 0 || (ahead.Count < _source.ReadAhead && bytes < BytesAhead)))
            {
                bytes += _source.Entries[requested].Bytes;
                ahead.Enqueue(_source.ReadAsync(requested++, _stop.Token));
            }

            Add(batch, _source.Entries[_next], ahead.Dequeue());
            bytes -= _source.Entries[_next].Bytes;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _source.Dispose();
    }

    private static string Missing(IPngSource source) => source.Jpegs > 0
        ? $"there is no file named .png in it, but {source.Jpegs} JPEGs, which are not read; convert them to PNG"
        : "there is no file named .png in it, and no table (.csv, .parquet, .jsonl, .npy); for IDX name the file itself";

    private void Add(ImageBatch batch, PngEntry entry, Task<byte[]> content)
    {
        var traits = default(PngTraits);
        var reason = entry.Problem;
        try
        {
            var bytes = content.GetAwaiter().GetResult();
            _source.Took(_next, bytes);
            reason ??= _converter.Convert(bytes, batch.NextImage, out traits);
        }
        catch (InvalidDataException e)
        {
            reason = $"the archive is damaged there ({e.Message.TrimEnd('.')})";
        }
        catch (UnusableFileException e)
        {
            reason = e.Message;
        }

        if (reason is null)
            batch.Accept(OtherFolders == 0 ? PngNames.LabelOf(entry.Name) : ImageBatch.Unlabelled, entry.Name, traits);
        else
            batch.Reject(new RejectedRow($"{_source.Name}/{PngNames.Shown(entry.Name)}", _next + 1, reason));
    }
}
