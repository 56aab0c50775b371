using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FashionMnist.Models.Storage.Files;

/// <summary>What the file API lacks for surviving a power cut: a new name is only safe once its folder is flushed too.</summary>
internal static partial class DurableFiles
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    /// <summary>Creates a folder and its missing parents, each flushed into the one above.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
            CreateDirectory(parent);
        Directory.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent))
            FlushDirectory(parent);
    }

    /// <summary>Flushes the names in a folder to the disk. Windows has no such call; NTFS journals names by itself.</summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failure(path);
        try
        {
            // Some network file systems answer EINVAL because they have nothing to flush.
            if (Flush(descriptor) < 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw Failure(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string path) =>
        new($"cannot flush the folder '{path}': {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
