namespace Nuke.Common.Tooling;

/// <summary>How words become a command line.</summary>
internal static class Arguments
{
    public const string Redacted = "[REDACTED]";

    /// <summary>The word in double quotes, if it would not be one word otherwise.</summary>
    public static string Quoted(string word) =>
        word.Any(x => char.IsWhiteSpace(x) || x == '"') ? $"\"{word.Replace("\"", "\\\"")}\"" : word;

    /// <summary>Replaces all secrets in a text.</summary>
    public static Func<string, string> Redaction(IReadOnlyCollection<string> secrets) =>
        text => secrets.Where(x => !string.IsNullOrEmpty(x)).Aggregate(text, (x, y) => x.Replace(y, Redacted));
}
