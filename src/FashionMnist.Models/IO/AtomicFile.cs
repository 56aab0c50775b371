namespace FashionMnist.Models.IO;

/// <summary>Files that are either old or new and never half of both, also after a power cut or kill -9.</summary>
public static class AtomicFile
{
    /// <summary>Suffix of files under construction; leftovers of killed processes carry it too.</summary>
    public const string TemporarySuffix = ".tmp";

    private const string Devices = "/dev/";
    private const string SharedMemory = "/dev/shm/";

    /// <summary>Writes a whole file: temporary file in the same folder, flush to the disk, rename over the old one.</summary>
    /// <param name="path">Where the file is to be; missing folders are made.</param>
    /// <param name="write">Fills the file.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = Begin(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a whole file from memory, as <see cref="Write(string, Action{Stream})"/> does.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes a whole UTF-8 file, as <see cref="Write(string, Action{Stream})"/> does.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    private static string Begin(string path)
    {
        var full = Path.GetFullPath(path);
        // A rename puts a plain file in the place of a device, for everybody on the machine.
        if (full.StartsWith(Devices, StringComparison.Ordinal) && !full.StartsWith(SharedMemory, StringComparison.Ordinal))
            throw new FashionMnistException(ExitCodes.CannotWriteOutput, $"{path}: a device is no place for a file; name a file");
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}{TemporarySuffix}");
    }
}
