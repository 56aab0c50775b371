namespace FashionMnist.IO;

/// <summary>
/// A file to read, wherever it lies. Opening it again gives the same bytes or fails, unless <see cref="ReadsOnce"/> says that it cannot be opened again.
/// </summary>
internal interface IInputFile
{
    /// <summary>How messages call the file.</summary>
    string Name { get; }

    /// <summary>Whether it turned out, when it was opened, that it can be read once only, as a pipe.</summary>
    bool ReadsOnce => false;

    /// <summary>Opens the file at its beginning. The stream need not be seekable.</summary>
    /// <exception cref="Models.FashionMnistException">With the exit code that fits if it cannot be opened or was changed.</exception>
    /// <exception cref="UnusableFileException">It was found in a folder, and only it is at fault.</exception>
    Task<Stream> OpenAsync(CancellationToken cancellationToken);
}
