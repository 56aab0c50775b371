using System.Security.Cryptography;
using System.Text;

namespace FashionMnist.Models.Storage.Files;

/// <summary>
/// The private work folder of one writer, <c>.versions/.pending/&lt;guid&gt;</c>. It holds the file <c>owner</c>, locked while the
/// writer lives and naming the key, so that a later writer can tell a dead one and finish what it left.
/// </summary>
internal sealed class PendingWrite : IDisposable
{
    public const string Folder = ".pending";
    public const string OwnerFile = "owner";

    private const int BeginAttempts = 10;

    private readonly string _folder;
    private readonly FileStream _owner;

    private PendingWrite(string folder, FileStream owner) => (_folder, _owner) = (folder, owner);

    private string Content => Path.Combine(_folder, "content");

    private string VersionFolder => Path.Combine(_folder, "version");

    public static string FolderIn(string root) => Path.Combine(root, FileHistory.Folder, Folder);

    public static PendingWrite Begin(string root, string key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = Path.Combine(FolderIn(root), Guid.NewGuid().ToString("n"));
            Directory.CreateDirectory(folder);
            try
            {
                var owner = new FileStream(Path.Combine(folder, OwnerFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                owner.Write(Encoding.UTF8.GetBytes(key));
                owner.Flush();
                return new PendingWrite(folder, owner);
            }
            catch (IOException) when (attempt < BeginAttempts && File.Exists(Path.Combine(folder, OwnerFile)))
            {
                // Unix makes a file and locks it in two steps, and a writer that tidies up looked at it in between.
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Writes the content durably, ready to become a version.</summary>
    public async Task WriteAsync(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var file = new FileStream(Content, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[81_920];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
        }

        Directory.CreateDirectory(VersionFolder);
        File.Move(Content, Path.Combine(VersionFolder, Convert.ToHexStringLower(hash.GetHashAndReset())));
        DurableFiles.FlushDirectory(VersionFolder);
    }

    /// <summary>
    /// Gives the written content its version number in one step. Renaming a folder onto an existing, non-empty one fails on every
    /// operating system, so of several writers that want the same number exactly one gets it, and no lock can be left behind.
    /// </summary>
    /// <returns>Whether this writer got the number.</returns>
    public bool TryCommit(FileHistory history, long number)
    {
        DurableFiles.CreateDirectory(history.VersionsFolder);
        var target = history.FolderOf(number);
        try
        {
            Directory.Move(VersionFolder, target);
        }
        catch (IOException) when (Directory.Exists(target) || !Directory.Exists(history.VersionsFolder))
        {
            return false;
        }

        DurableFiles.FlushDirectory(history.VersionsFolder);
        return true;
    }

    /// <summary>Brings the plain file to the newest version. Safe to repeat and to run in several processes at once.</summary>
    public void UpdatePlainFile(FileHistory history)
    {
        var folder = Path.GetDirectoryName(history.PlainFile)!;
        for (var newest = history.Newest(); newest is not null;)
        {
            var copy = Path.Combine(_folder, "plain");
            try
            {
                File.Copy(newest.Path, copy, overwrite: true);
                using (var handle = File.OpenHandle(copy, access: FileAccess.ReadWrite))
                    RandomAccess.FlushToDisk(handle);
                DurableFiles.CreateDirectory(folder);
                File.Move(copy, history.PlainFile, overwrite: true);
                DurableFiles.FlushDirectory(folder);
            }
            catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
            {
                // A removal took the folder away between two of the steps: look again.
            }

            // A slower writer must not leave its older content over a newer one.
            var seen = newest;
            newest = history.Newest();
            if (newest == seen && File.Exists(history.PlainFile))
                return;
        }
    }

    /// <summary>Takes all versions of a key away in one step.</summary>
    public void TakeAway(FileHistory history)
    {
        try
        {
            Directory.Move(history.VersionsFolder, Path.Combine(_folder, "removed"));
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }

        DurableFiles.FlushDirectory(Path.GetDirectoryName(history.VersionsFolder)!);
    }

    public void Dispose()
    {
        _owner.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is swept up by a later writer.
        }
    }
}
