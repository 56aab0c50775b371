using System.CommandLine;
using System.Globalization;

namespace FashionMnist.Job.CommandLine;

/// <summary>Options whose value is a whole number.</summary>
internal static class NumberOptions
{
    /// <summary>
    /// Accepts whole numbers of a range. A validator is too late for that: the library runs it before it converts the value, and asking for
    /// the value of a text that is no number ends the program.
    /// </summary>
    /// <param name="option">The option.</param>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    public static Option<int> Within(this Option<int> option, int minimum, int maximum)
    {
        option.CustomParser = x =>
        {
            var text = x.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
                return value;
            x.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {text}: allowed {minimum} to {maximum}."));
            return default;
        };
        return option;
    }
}
