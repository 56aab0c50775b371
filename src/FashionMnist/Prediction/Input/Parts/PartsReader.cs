using System.Security.Cryptography;
using System.Text;
using FashionMnist.IO;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input.Parts;

/// <summary>A table that lies in several files, read one after the other in ordinal order of their names.</summary>
/// <param name="folder">Where the files lie.</param>
/// <param name="parts">The files.</param>
/// <param name="opener">Opens one.</param>
/// <param name="stop">Stops opening a file.</param>
internal sealed class PartsReader(IInputFolder folder, IReadOnlyList<FolderFile> parts, FileOpener opener, CancellationToken stop) : IImageReader
{
    private readonly IncrementalHash _list = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long[]? _rows;
    private ImageInput? _part;
    private int _next;

    public long? Rows => _rows?.Sum();

    /// <summary>Opens every file to learn its number of rows.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        var rows = new long[parts.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            using var part = await OpenAsync(i, cancellationToken);
            rows[i] = part.Rows ?? throw new InvalidOperationException($"{part.Name} does not know its rows.");
        }

        _rows = rows;
    }

    /// <summary>The hash of what <c>sha256sum</c> says about the files that were read, in their order; 64 lower-case hex digits.</summary>
    public string Sha256()
    {
        Close();
        return Convert.ToHexStringLower(_list.GetCurrentHash());
    }

    public long Skip(long rows, CancellationToken cancellationToken)
    {
        var left = rows;
        while (left > 0 && HasPart())
        {
            if (_part is null && _rows?[_next] <= left)
            {
                left -= _rows[_next++];
                continue;
            }

            left -= Part().Reader.Skip(left, cancellationToken);
            if (left > 0)
                Close();
        }

        return rows - left;
    }

    public void Read(ImageBatch batch, int limit)
    {
        while (batch.Rows < limit && HasPart())
        {
            Part().Reader.Read(batch, limit);
            if (batch.Rows < limit)
                Close();
        }
    }

    public void Dispose()
    {
        _part?.Dispose();
        _list.Dispose();
    }

    private bool HasPart() => _part is not null || _next < parts.Count;

    // Readers run on a thread of their own.
    private ImageInput Part() => _part ??= OpenAsync(_next, stop).GetAwaiter().GetResult();

    private void Close()
    {
        if (_part is null)
            return;
        var (sha256, _) = _part.Sha256(stop);
        _list.AppendData(Encoding.UTF8.GetBytes($"{sha256}  {parts[_next].Path}\n"));
        _part.Dispose();
        (_part, _next) = (null, _next + 1);
    }

    private async Task<ImageInput> OpenAsync(int number, CancellationToken cancellationToken)
    {
        var file = folder.File(parts[number]);
        try
        {
            var part = await opener.OpenAsync(file, await file.OpenAsync(cancellationToken), cancellationToken);
            if (!part.Reader.NamesFiles)
                return part;
            part.Dispose();
            throw new FashionMnistException(ExitCodes.BadInput, $"{file.Name}: holds PNGs, among files that are tables; give one or the other");
        }
        catch (UnusableFileException e)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{file.Name}: {e.Message}", e);
        }
    }
}
