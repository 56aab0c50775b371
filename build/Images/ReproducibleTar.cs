using System.Formats.Tar;

namespace FashionMnist.Build.Images;

/// <summary>An archive that depends on names and content alone: sorted, one time, one owner, two modes.</summary>
internal sealed class ReproducibleTar : IAsyncDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TarWriter _writer;

    private ReproducibleTar(Stream stream) => _writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);

    /// <summary>Writes files, and the folders above them, in ordinal order of their names.</summary>
    /// <param name="stream">Where to; need not seek.</param>
    /// <param name="files">The files.</param>
    /// <param name="cancellationToken">Ends it half-way.</param>
    public static async Task WriteAsync(Stream stream, IEnumerable<TarFile> files, CancellationToken cancellationToken)
    {
        await using var tar = new ReproducibleTar(stream);
        var folders = new HashSet<string>();
        foreach (var file in files.OrderBy(x => x.Name, StringComparer.Ordinal))
        {
            foreach (var folder in FoldersAbove(file.Name).Where(folders.Add))
                await tar._writer.WriteEntryAsync(Entry(TarEntryType.Directory, folder + "/", Executable), cancellationToken);
            await tar.WriteFileAsync(file, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static IEnumerable<string> FoldersAbove(string name)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
            yield return name[..slash];
    }

    private static UstarTarEntry Entry(TarEntryType type, string name, UnixFileMode mode) => new(type, name)
    {
        Mode = mode,
        ModificationTime = DateTimeOffset.UnixEpoch,
        Uid = 0,
        Gid = 0,
        UserName = "",
        GroupName = "",
    };

    private async Task WriteFileAsync(TarFile file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file.Source);
        var entry = Entry(TarEntryType.RegularFile, file.Name, file.Executable ? Executable : Readable);
        entry.DataStream = content;
        await _writer.WriteEntryAsync(entry, cancellationToken);
    }
}

/// <summary>A file for an archive.</summary>
/// <param name="Name">Its name there, with <c>/</c> and not beginning with it.</param>
/// <param name="Source">Its path here.</param>
/// <param name="Executable">Whether it is a program.</param>
internal sealed record TarFile(string Name, string Source, bool Executable = false);
