namespace FashionMnist.Build.Output;

/// <summary>The engine's log file, which it opens for itself alone, so that a second build of the same checkout would fail on it.</summary>
internal static class BuildLog
{
    private const string Moved = "build.of-another";

    /// <summary>Moves the log of a build that is running out of the way; it is written on under its new name until that build ends.</summary>
    /// <param name="folder">The engine's temporary folder.</param>
    /// <returns>Whether there is room; not on Windows, where an open file stays where it is.</returns>
    public static bool MakeRoom(string folder)
    {
        if (!Directory.Exists(folder))
            return true;
        foreach (var old in Directory.EnumerateFiles(folder, $"{Moved}.*.log").Where(x => !IsInUse(x)))
            File.Delete(old);
        var current = Path.Combine(folder, "build.log");
        if (!IsInUse(current))
            return true;
        try
        {
            File.Move(current, Path.Combine(folder, $"{Moved}.{Guid.NewGuid():n}.log"));
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsInUse(string file)
    {
        try
        {
            using var _ = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
