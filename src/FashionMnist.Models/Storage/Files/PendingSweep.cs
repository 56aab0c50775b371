using System.Text;

namespace FashionMnist.Models.Storage.Files;

/// <summary>Finishes and clears what writers left that were killed.</summary>
internal static class PendingSweep
{
    /// <summary>
    /// Long enough that a folder whose file system has no locks does not lose a writer that is still at work.
    /// Finishing is always safe and needs no waiting.
    /// </summary>
    private static readonly TimeSpan KeepLeftovers = TimeSpan.FromHours(1);

    public static void Run(string root, PendingWrite self, TimeProvider timeProvider)
    {
        var pending = PendingWrite.FolderIn(root);
        foreach (var folder in Directory.GetDirectories(pending))
        {
            if (DeadOwnersKey(folder) is not { } key)
                continue;
            if (ObjectKey.IsValid(key))
                Finish(new FileHistory(root, key), self);
            if (timeProvider.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder) > KeepLeftovers)
                Remove(folder);
        }
    }

    private static void Finish(FileHistory history, PendingWrite self)
    {
        if (history.Newest() is not { } newest)
            return;

        var plain = history.OpenPlain();
        plain?.Content.Dispose();
        if (plain?.Sha256 != newest.Sha256)
            self.UpdatePlainFile(history);
    }

    private static string? DeadOwnersKey(string folder)
    {
        try
        {
            using var owner = new FileStream(Path.Combine(folder, PendingWrite.OwnerFile), FileMode.Open, FileAccess.Read, FileShare.None);
            using var reader = new StreamReader(owner, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            // Killed before it had written anything.
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Locked: its owner lives. Gone: it has finished meanwhile. Not ours to read: somebody else's.
            return null;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another writer sweeps too.
        }
    }
}
