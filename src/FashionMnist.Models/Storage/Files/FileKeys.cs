namespace FashionMnist.Models.Storage.Files;

/// <summary>Finds the keys of a store in a folder.</summary>
internal static class FileKeys
{
    /// <summary>Keys that start with <paramref name="prefix"/>, in ordinal order: plain files and committed versions without one.</summary>
    public static IReadOnlyList<string> Find(string root, string prefix)
    {
        var start = prefix.LastIndexOf('/');
        var folder = start < 0 ? "" : prefix[..start];
        if (folder.Length > 0)
            ObjectKey.Validate(folder);

        var keys = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Path.Combine(root, folder), folder, versions: false, keys);
        Collect(Path.Combine(root, FileHistory.Folder, folder), folder, versions: true, keys);
        return [.. keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && ObjectKey.IsValid(k))];
    }

    /// <summary>Removes the folders of a removed key that hold nothing any more, so that people do not see husks.</summary>
    public static void RemoveEmptyFolders(string root, FileHistory history)
    {
        RemoveUpwards(Path.GetDirectoryName(history.PlainFile)!, root);
        RemoveUpwards(Path.GetDirectoryName(history.VersionsFolder)!, Path.Combine(root, FileHistory.Folder));
    }

    private static void Collect(string path, string key, bool versions, SortedSet<string> keys)
    {
        try
        {
            if (!versions)
                foreach (var file in Directory.EnumerateFiles(path).Select(f => Path.GetFileName(f)))
                    keys.Add(Join(key, file));

            foreach (var name in Directory.EnumerateDirectories(path).Select(f => Path.GetFileName(f)))
                if (name[0] == FileHistory.VersionMark)
                    keys.Add(key);
                else if (name[0] != '.')
                    Collect(Path.Combine(path, name), Join(key, name), versions, keys);
        }
        catch (DirectoryNotFoundException)
        {
            // Never there, or removed while listing.
        }
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static void RemoveUpwards(string folder, string stop)
    {
        while (folder.Length > stop.Length && Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                return;
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
