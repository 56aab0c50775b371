namespace FashionMnist.Prediction.Input.Png;

/// <summary>A folder or an archive of PNGs.</summary>
internal interface IPngSource : IDisposable
{
    /// <summary>How messages call the folder or the archive.</summary>
    string Name { get; }

    /// <summary>The PNGs in ordinal order of their names.</summary>
    IReadOnlyList<PngEntry> Entries { get; }

    /// <summary>Files that are not named .png.</summary>
    int OtherFiles { get; }

    /// <summary>How many of these are JPEGs.</summary>
    int Jpegs => 0;

    /// <summary>How many files are best read at the same time.</summary>
    int ReadAhead { get; }

    /// <summary>SHA-256 of the archive, or of the list of what was read of a folder, 64 lower-case hex digits.</summary>
    string Sha256();

    /// <summary>SHA-256 of the list of all files with their sizes and versions, 64 lower-case hex digits; <see langword="null"/> for one file.</summary>
    string? ListingSha256 => null;

    /// <summary>Reads a file; at most <see cref="PngDecoder.MaximumBytes"/> + 1 bytes of it.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged there.</exception>
    /// <exception cref="IO.UnusableFileException">The file cannot be read, others can.</exception>
    Task<byte[]> ReadAsync(int entry, CancellationToken cancellationToken);

    /// <summary>Says that a file was used, in the order of the entries.</summary>
    void Took(int entry, ReadOnlySpan<byte> content);
}
