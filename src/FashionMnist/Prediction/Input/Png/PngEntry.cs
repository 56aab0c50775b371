namespace FashionMnist.Prediction.Input.Png;

/// <summary>A PNG of a folder or an archive.</summary>
/// <param name="Name">Path below the folder or in the archive, with slashes.</param>
/// <param name="Problem">Why it cannot be used whatever it holds, or <see langword="null"/>.</param>
/// <param name="Bytes">Its size, if that is known.</param>
internal readonly record struct PngEntry(string Name, string? Problem, long Bytes = 0);
