namespace FashionMnist.IO;

/// <summary>A file to read, wherever it lies. Opening it again gives the same bytes or fails.</summary>
internal interface IInputFile
{
    /// <summary>How messages call the file.</summary>
    string Name { get; }

    /// <summary>Opens the file at its beginning. The stream need not be seekable.</summary>
    /// <exception cref="Models.FashionMnistException">With the exit code that fits if it cannot be opened or was changed.</exception>
    Task<Stream> OpenAsync(CancellationToken cancellationToken);
}
