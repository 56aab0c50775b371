namespace FashionMnist.Models.Text;

/// <summary>Text of somebody else's, fit for a message of one line.</summary>
public static class Printable
{
    /// <summary>The text with a question mark for every control character.</summary>
    public static string Of(string text) => string.Concat(text.Select(x => char.IsControl(x) ? '?' : x));
}
