namespace FashionMnist.Prediction.Input;

/// <summary>Files that file managers, packers and storage devices leave behind, and that nobody means.</summary>
internal static class Leftovers
{
    // macOS, Windows, and the indexes and wastebaskets of Synology and QNAP.
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX",
        "Thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "@eaDir",
        "#recycle",
        "#snapshot",
        "@Recycle",
        "@Recently-Snapshot",
    };

    /// <summary>Whether a path, with slashes, is that of such a file: by one of its names, or hidden by a dot.</summary>
    public static bool Contain(string path) =>
        path.Split('/').Any(x => (x.StartsWith('.') && x is not ("." or "..")) || x.StartsWith("~$", StringComparison.Ordinal) || Names.Contains(x));
}
