using System.Buffers;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Storage;

/// <summary>
/// The rule for keys, the same for every store, so that what one store holds can be copied to any other: segments of lower-case
/// letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, joined by <c>/</c>; a segment starts with a letter or a digit.
/// Upper case is out because two keys must not meet in one file on macOS and Windows.
/// </summary>
public static class ObjectKey
{
    private const int MaximumLength = 512;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether <paramref name="key"/> follows the rule.</summary>
    public static bool IsValid(string key) => key.Length is > 0 and <= MaximumLength && key.Split('/').All(IsValidSegment);

    /// <summary>Refuses a key that breaks the rule.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/>.</exception>
    public static void Validate(string key)
    {
        if (!IsValid(key))
            throw new FashionMnistException(
                ExitCodes.Usage,
                $"'{OneLine(key)}' is not a key of the store: use segments of a-z, 0-9, '-', '_' and '.' joined by '/', "
                + $"each starting with a letter or a digit, at most {MaximumLength} characters in all");
    }

    private static bool IsValidSegment(string segment) =>
        segment.Length > 0 && char.IsAsciiLetterOrDigit(segment[0]) && segment[^1] != '.' && !segment.AsSpan().ContainsAnyExcept(Allowed);

    private static string OneLine(string key)
    {
        var shown = key.Length <= 80 ? key : key[..80] + "...";
        return Printable.Of(shown);
    }
}
