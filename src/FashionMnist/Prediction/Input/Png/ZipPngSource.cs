using System.IO.Compression;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>The PNGs of a zip archive. Nothing is unpacked to the disk.</summary>
internal sealed class ZipPngSource : IPngSource
{
    private readonly SeekableInput _file;
    private readonly ZipArchive _archive;
    private readonly List<ZipArchiveEntry> _files = [];

    private ZipPngSource(SeekableInput file, ZipArchive archive)
    {
        (_file, _archive) = (file, archive);
        foreach (var entry in archive.Entries)
        {
            var name = NameOf(entry);
            if (name.EndsWith('/') || Leftovers.Contain(name))
                continue;
            if (PngNames.IsPng(name))
                _files.Add(entry);
            else
                (OtherFiles, Jpegs) = (OtherFiles + 1, Jpegs + (PngNames.IsJpeg(name) ? 1 : 0));
        }

        // Stable, so that entries of one name keep their order.
        _files = [.. _files.OrderBy(NameOf, StringComparer.Ordinal)];
        Entries = [.. _files.Select((x, i) => new PngEntry(NameOf(x), Problem(x, i == 0 ? null : _files[i - 1])))];
    }

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="file">The archive. Taken over.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if the archive is damaged.</exception>
    public static ZipPngSource Open(SeekableInput file)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(file.Content, ZipArchiveMode.Read, leaveOpen: true, ZipNameEncoding.Instance);
            return new ZipPngSource(file, archive);
        }
        catch (Exception e)
        {
            archive?.Dispose();
            file.Dispose();
            if (!IsDamage(e))
                throw;
            throw new FashionMnistException(
                ExitCodes.BadInput, $"{file.Name}: the zip archive is damaged ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})", e);
        }
    }

    public string Name => _file.Name;

    public IReadOnlyList<PngEntry> Entries { get; }

    public int OtherFiles { get; }

    public int Jpegs { get; }

    // An archive has one position.
    public int ReadAhead => 1;

    public string Sha256() => _file.Sha256;

    public async Task<byte[]> ReadAsync(int entry, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await _files[entry].OpenAsync(cancellationToken);
            return await BoundedRead.ReadAsync(content, PngDecoder.MaximumBytes + 1, cancellationToken);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public void Took(int entry, ReadOnlySpan<byte> content)
    {
        // The hash is that of the archive.
    }

    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
    }

    // What the library throws for bytes that are no archive; other failures are those of the disk.
    internal static bool IsDamage(Exception e) =>
        e is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException or OverflowException;

    // Old packers of Windows wrote backslashes.
    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    private static string? Problem(ZipArchiveEntry entry, ZipArchiveEntry? before) =>
        PngNames.Problem(NameOf(entry))
        ?? (entry.IsEncrypted ? "it is encrypted"
            : before is not null && NameOf(before) == NameOf(entry) ? "the archive has two files of this name"
            : entry.Length > PngDecoder.MaximumBytes ? PngDecoder.TooLong
            : null);
}
