using System.Globalization;

namespace FashionMnist.Prediction.Input;

/// <summary>
/// Pixels from numbers, whatever format they come from: whole numbers from 0 to 255, also where they are stored as floats, as pandas and NumPy do.
/// A number that is missing is NaN.
/// </summary>
internal static class PixelValues
{
    /// <summary>Converts numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="pixels">Gets as many pixels; 0 where a number is none.</param>
    /// <returns>Index of the first number that is no pixel; -1 if all are.</returns>
    public static int Convert(ReadOnlySpan<double> values, Span<byte> pixels)
    {
        var bad = -1;
        for (var i = 0; i < values.Length; i++)
        {
            // Also false for NaN and for what does not fit into an int.
            var whole = (int)values[i];
            if (whole == values[i] && (uint)whole <= byte.MaxValue)
            {
                pixels[i] = (byte)whole;
            }
            else
            {
                pixels[i] = 0;
                bad = bad < 0 ? i : bad;
            }
        }

        return bad;
    }

    /// <summary>What is wrong with a number that is no pixel.</summary>
    /// <param name="what">How messages call it, as <c>pixel 7</c>.</param>
    /// <param name="value">The number.</param>
    public static string Problem(string what, double value) =>
        double.IsNaN(value) ? $"{what} is missing"
        : value is > 0 and < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{what} is {value}, allowed are whole numbers from 0 to {byte.MaxValue}; pixels scaled to 0..1 have to be multiplied by 255")
        : value != Math.Floor(value)
            ? string.Create(CultureInfo.InvariantCulture, $"{what} is {value}, allowed are whole numbers from 0 to {byte.MaxValue}")
        : string.Create(CultureInfo.InvariantCulture, $"{what} is {value}, allowed 0 to {byte.MaxValue}");
}
