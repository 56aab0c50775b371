using System.Text;
using System.Text.RegularExpressions;

namespace Nuke.Common.IO;

public static class Globbing
{
    public static IReadOnlyCollection<AbsolutePath> GlobFiles(this AbsolutePath directory, params string[] patterns) =>
        Match(directory, patterns, Directory.EnumerateFiles);

    public static IReadOnlyCollection<AbsolutePath> GlobDirectories(this AbsolutePath directory, params string[] patterns) =>
        Match(directory, patterns, (path, pattern, options) => Directory.EnumerateDirectories(path, pattern, options).Prepend(path));

    private static List<AbsolutePath> Match(
        AbsolutePath directory,
        string[] patterns,
        Func<string, string, EnumerationOptions, IEnumerable<string>> enumerate)
    {
        if (!directory.DirectoryExists())
            return [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        var expressions = patterns.Select(ToExpression).ToList();
        return
        [
            .. enumerate(directory, "*", options)
                .Select(AbsolutePath.Create)
                .Where(x => expressions.Exists(y => y.IsMatch(directory.GetUnixRelativePathTo(x))))
                .OrderBy(x => (string)x, StringComparer.Ordinal),
        ];
    }

    internal static Regex ToExpression(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern.AsSpan(i).StartsWith("**/"))
            {
                text.Append("(?:.*/)?");
                i += 2;
            }
            else if (pattern.AsSpan(i).StartsWith("**"))
            {
                text.Append(".*");
                i++;
            }
            else
            {
                text.Append(pattern[i] switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '{' => "(?:",
                    '}' => ")",
                    ',' when IsInBraces(pattern, i) => "|",
                    '\\' => "/",
                    var other => Regex.Escape(other.ToString()),
                });
            }
        }

        var options = OperatingSystem.IsLinux() ? RegexOptions.None : RegexOptions.IgnoreCase;
        return new Regex(text.Append('$').ToString(), options | RegexOptions.CultureInvariant);
    }

    private static bool IsInBraces(string pattern, int index) => pattern.LastIndexOf('{', index) > pattern.LastIndexOf('}', index);
}
