using System.Text;

namespace Nuke.Common.IO;

public static class AbsolutePathExtensions
{
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    public static void DeleteFile(this AbsolutePath path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }

    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    public static string ReadAllText(this AbsolutePath path, Encoding encoding = null) => File.ReadAllText(path, encoding ?? Encoding.UTF8);

    public static string[] ReadAllLines(this AbsolutePath path, Encoding encoding = null) =>
        File.ReadAllLines(path, encoding ?? Encoding.UTF8);

    public static byte[] ReadAllBytes(this AbsolutePath path) => File.ReadAllBytes(path);

    public static AbsolutePath WriteAllText(this AbsolutePath path, string content, Encoding encoding = null, bool eofLineBreak = true)
    {
        path.Parent.CreateDirectory();
        var text = eofLineBreak ? content.TrimEnd('\r', '\n') + Environment.NewLine : content;
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    public static AbsolutePath WriteAllLines(
        this AbsolutePath path,
        IEnumerable<string> lines,
        Encoding encoding = null,
        bool eofLineBreak = true) =>
        path.WriteAllText(string.Join(Environment.NewLine, lines), encoding, eofLineBreak);

    public static AbsolutePath WriteAllBytes(this AbsolutePath path, byte[] bytes)
    {
        path.Parent.CreateDirectory();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static IEnumerable<AbsolutePath> GetFiles(
        this AbsolutePath path,
        string pattern = "*",
        int depth = 1,
        FileAttributes attributes = 0) =>
        Within(depth, path).SelectMany(x => Directory.EnumerateFiles(x, pattern)).Select(AbsolutePath.Create)
            .Where(x => Has(x, attributes));

    public static IEnumerable<AbsolutePath> GetDirectories(
        this AbsolutePath path,
        string pattern = "*",
        int depth = 1,
        FileAttributes attributes = 0) =>
        Within(depth, path).SelectMany(x => Directory.EnumerateDirectories(x, pattern)).Select(AbsolutePath.Create)
            .Where(x => Has(x, attributes));

    public static RelativePath GetRelativePathTo(this AbsolutePath left, AbsolutePath right) => new(Relative(left, right));

    public static UnixRelativePath GetUnixRelativePathTo(this AbsolutePath left, AbsolutePath right) =>
        new(Relative(left, right).Replace('\\', '/'));

    private static string Relative(AbsolutePath left, AbsolutePath right) =>
        Path.GetRelativePath(left, right) is var path && path == "." ? "" : path;

    private static IEnumerable<AbsolutePath> Within(int depth, AbsolutePath path) => depth <= 1
        ? [path]
        : Directory.EnumerateDirectories(path).SelectMany(x => Within(depth - 1, x)).Prepend(path);

    private static bool Has(AbsolutePath path, FileAttributes attributes) => (File.GetAttributes(path) & attributes) == attributes;
}
