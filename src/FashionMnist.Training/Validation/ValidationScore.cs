namespace FashionMnist.Training.Validation;

/// <summary>How a network did on the validation images.</summary>
/// <param name="Accuracy">Share of images whose most probable class is right, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy in nats, without label smoothing.</param>
internal readonly record struct ValidationScore(double Accuracy, double Loss)
{
    /// <summary>The score that any network beats.</summary>
    public static ValidationScore None { get; } = new(-1, double.PositiveInfinity);

    /// <summary>Whether more images are right, or as many with a smaller loss.</summary>
    public bool Beats(ValidationScore other) => Accuracy > other.Accuracy || (Accuracy == other.Accuracy && Loss < other.Loss);
}
