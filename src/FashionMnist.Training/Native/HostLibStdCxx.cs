using System.Text;

namespace FashionMnist.Training.Native;

/// <summary>The C++ standard library of this process. .NET itself is linked to it, so it is always loaded already.</summary>
internal static class HostLibStdCxx
{
    private const string MappedFiles = "/proc/self/maps";
    private const string FileName = "libstdc++.so.6";

    /// <summary>Whether it defines a symbol version; true if the process has no such library that could be asked.</summary>
    public static bool Defines(string version) =>
        Path(File.ReadLines(MappedFiles)) is not { } path || Defines(File.ReadAllBytes(path), version);

    /// <summary>Path of the library among the lines of a Linux process's list of mapped files.</summary>
    public static string? Path(IEnumerable<string> mappedFiles) => mappedFiles
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var start ? line[start..] : "")
        .FirstOrDefault(path => System.IO.Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal));

    /// <summary>Whether the library's version names contain <paramref name="version"/>.</summary>
    public static bool Defines(ReadOnlySpan<byte> library, string version) =>
        library.IndexOf(Encoding.ASCII.GetBytes($"\0{version}\0")) >= 0;
}
