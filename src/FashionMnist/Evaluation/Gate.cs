using System.Globalization;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Evaluation;

/// <summary>Decides whether a model may go out.</summary>
public static class Gate
{
    // Shares of a test set, each a count divided by the same number, may differ by this much and mean the same.
    private const double Rounding = 1e-9;

    /// <summary>Holds a candidate against the minimum, its float32 export and the champion on the same test set.</summary>
    /// <param name="accuracy">Accuracy of the candidate, 0 to 1.</param>
    /// <param name="champion">Accuracy of the promoted model on the same images, or <see langword="null"/> if none is promoted.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="unquantized">Accuracy of the float32 export on the same images, or <see langword="null"/> if the candidate is float32.</param>
    /// <returns>Whether the model passes and why, in one line.</returns>
    public static GateDecision Decide(double accuracy, double? champion, GateOptions options, double? unquantized = null)
    {
        if (accuracy < options.MinimumAccuracy)
            return new(false, Text($"accuracy {accuracy:P2} is below the minimum of {options.MinimumAccuracy:P2}"));
        if (unquantized is { } before && accuracy < before - options.MaximumPrecisionLoss - Rounding)
            return new(false, Text($"int8 accuracy {accuracy:P2} is more than {options.MaximumPrecisionLoss:P2} below the {before:P2} of its float32 export"));
        if (champion is { } reigning && accuracy < reigning - options.MaximumRegression)
            return new(false, Text($"accuracy {accuracy:P2} is more than {options.MaximumRegression:P2} below the champion's {reigning:P2}"));

        var against = champion is { } c ? Text($"the champion has {c:P2}") : "there is no champion";
        var precision = unquantized is { } f ? Text($"its float32 export has {f:P2}; ") : "";
        return new(true, Text($"accuracy {accuracy:P2}, minimum {options.MinimumAccuracy:P2}; {precision}{against}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The decision about a model.</summary>
/// <param name="Passed">Whether it may go out.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record GateDecision(bool Passed, string Reason);
