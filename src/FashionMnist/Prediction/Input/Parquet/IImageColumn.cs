using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>The images of a row group, one after the other.</summary>
internal interface IImageColumn
{
    /// <summary>Reads the next image.</summary>
    /// <param name="pixels">uint8 [28, 28], filled if nothing is wrong.</param>
    /// <param name="traits">What was found and done, if it is a picture.</param>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    /// <exception cref="InvalidDataException">If no single row can be blamed.</exception>
    string? Next(Span<byte> pixels, out PngTraits traits);

    /// <summary>Passes over images, usable or not.</summary>
    /// <exception cref="InvalidDataException">If no single row can be blamed.</exception>
    void Skip(long rows);
}
