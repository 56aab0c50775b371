namespace FashionMnist.Prediction.Input.Png;

/// <summary>What the names of files tell: which are images, and the labels that folders are named by.</summary>
internal static class PngNames
{
    private const string Extension = ".png";

    /// <summary>Whether a path names a PNG.</summary>
    public static bool IsPng(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path names a JPEG, which is not read.</summary>
    public static bool IsJpeg(string path) =>
        path.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a path is not fit to be a name in the results, or <see langword="null"/>.</summary>
    public static string? Problem(string path) =>
        path.Any(char.IsControl) ? "its name has control characters"
        : path.StartsWith('/') || path.Split('/').Contains("..") || path is [_, ':', '/' or '\\', ..] ? "its name points out of the archive"
        : null;

    /// <summary>
    /// The label the file's folder is named by: 0 to 9, or a name of the label map, of which only letters and digits count, in any case
    /// (a name with a slash may be two folders). <see cref="ImageBatch.Unlabelled"/> if it is none.
    /// </summary>
    public static byte LabelOf(string path)
    {
        var folders = path.Split('/')[..^1];
        if (folders.Length == 0)
            return ImageBatch.Unlabelled;
        return LabelValues.TryGetByFolder(folders[^1], out var label) ? label
            : folders.Length > 1 && LabelValues.TryGetByFolder(folders[^2] + folders[^1], out label) ? label
            : ImageBatch.Unlabelled;
    }

    /// <summary>The path with nothing in it that a terminal obeys.</summary>
    public static string Shown(string path) => string.Concat(path.Select(x => char.IsControl(x) ? '\uFFFD' : x));
}
