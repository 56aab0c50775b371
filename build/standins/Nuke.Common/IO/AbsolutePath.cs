using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Nuke.Common.IO;

[DebuggerDisplay("{_path}")]
[TypeConverter(typeof(Converter))]
public class AbsolutePath : IFormattable
{
    private readonly string _path;

    private AbsolutePath(string path) => _path = path;

    public string Name => Path.GetFileName(_path);

    public string NameWithoutExtension => Path.GetFileNameWithoutExtension(_path);

    public string Extension => Path.GetExtension(_path);

    public AbsolutePath Parent => Path.GetDirectoryName(_path) is { Length: > 0 } parent ? new AbsolutePath(parent) : null;

    public static AbsolutePath Create(string path)
    {
        if (IsWindowsPath(path))
            return new AbsolutePath(path);
        return Path.IsPathRooted(path)
            ? new AbsolutePath(WithoutTrailingSeparator(Path.GetFullPath(path)))
            : throw new ArgumentException($"Path '{path}' must be rooted");
    }

    public static implicit operator AbsolutePath(string path) => path is null ? null : Create(path);

    public static implicit operator string(AbsolutePath path) => path?._path;

    public static bool operator ==(AbsolutePath a, AbsolutePath b) => Equals(a, b);

    public static bool operator !=(AbsolutePath a, AbsolutePath b) => !Equals(a, b);

    public static AbsolutePath operator /(AbsolutePath left, string right)
    {
        if (Path.IsPathRooted(right))
            throw new ArgumentException("Second path must not be rooted");
        return Create(Path.Combine(left.NotNull(), right ?? ""));
    }

    public static AbsolutePath operator /(AbsolutePath left, Range range) =>
        range.Equals(Range.All) ? left.Parent : throw new NotSupportedException("Only '..' is supported");

    public static AbsolutePath operator +(AbsolutePath left, string right) => Create(left.ToString() + right);

    public override bool Equals(object obj) => obj is AbsolutePath other && string.Equals(_path, other._path, Comparison);

    public override int GetHashCode() => _path.GetHashCode(Comparison);

    public override string ToString() => _path;

    public string ToString(string format) => ToString(format, formatProvider: null);

    public string ToString(string format, IFormatProvider formatProvider) => format switch
    {
        "d" => $"\"{_path}\"",
        "dn" => _path.Contains(' ') ? $"\"{_path}\"" : _path,
        "s" => $"'{_path}'",
        "sn" => _path.Contains(' ') ? $"'{_path}'" : _path,
        null or "" or "nq" => _path,
        _ => throw new FormatException($"'{format}' is not a format of a path; known are d, dn, s, sn, nq"),
    };

    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static bool IsWindowsPath(string path) =>
        !OperatingSystem.IsWindows() && path is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ':', '\\', ..];

    private static string WithoutTrailingSeparator(string path) =>
        path.Length > Path.GetPathRoot(path)!.Length ? Path.TrimEndingDirectorySeparator(path) : path;

    /// <summary>Texts of the command line and the environment are relative to the working directory.</summary>
    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) =>
            value is string text ? Create(Path.Combine(EnvironmentInfo.WorkingDirectory, text)) : base.ConvertFrom(context, culture, value);
    }
}
