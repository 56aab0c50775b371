namespace FashionMnist.Data;

/// <summary>One split in memory.</summary>
/// <param name="Images">uint8 [N, 28, 28], one image after the other.</param>
/// <param name="Labels">uint8 [N], each 0 to 9.</param>
public sealed record FashionMnistDataset(byte[] Images, byte[] Labels)
{
    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The 784 pixels of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Images.AsSpan(index * ImageShape.Pixels, ImageShape.Pixels);
}

/// <summary>The two splits and where they come from.</summary>
/// <param name="Train">The training split.</param>
/// <param name="Test">The test split.</param>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Synthetic">Whether it was drawn by this software.</param>
/// <param name="Sha256ByFile">SHA-256 (lower-case hex) of each file by its name.</param>
public sealed record DatasetSplits(
    FashionMnistDataset Train,
    FashionMnistDataset Test,
    string Name,
    bool Synthetic,
    IReadOnlyDictionary<string, string> Sha256ByFile);
