namespace FashionMnist.Prediction.Input.Png;

/// <summary>What was found and done while a picture became an image for the model.</summary>
/// <param name="LightBackground">Its background was light.</param>
/// <param name="Inverted">It was inverted.</param>
/// <param name="Resized">It was scaled.</param>
internal readonly record struct PngTraits(bool LightBackground, bool Inverted, bool Resized);
