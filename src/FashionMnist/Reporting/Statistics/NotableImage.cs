namespace FashionMnist.Reporting.Statistics;

/// <summary>An image that a report shows.</summary>
/// <param name="Index">0-based row of the input.</param>
/// <param name="Predicted">Predicted label, 0 to 9.</param>
/// <param name="Probability">Probability of that label, 0 to 1.</param>
/// <param name="Expected">True label, or <see langword="null"/> if it is not known.</param>
/// <param name="Pixels">uint8 [28, 28].</param>
public sealed record NotableImage(long Index, int Predicted, float Probability, int? Expected, byte[] Pixels);
