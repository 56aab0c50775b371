namespace FashionMnist.Bench;

/// <summary>One line of the table: a figure held against its target.</summary>
/// <param name="Name">What was compared.</param>
/// <param name="Figure">What was measured, with its unit and spread.</param>
/// <param name="Target">What it should be.</param>
/// <param name="Met">Whether it is; <see langword="null"/> if it could not be measured.</param>
internal sealed record Row(string Name, string Figure, string Target, bool? Met);
