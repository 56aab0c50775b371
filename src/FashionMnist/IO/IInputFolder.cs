namespace FashionMnist.IO;

/// <summary>A folder to read, wherever it lies.</summary>
internal interface IInputFolder
{
    /// <summary>How messages call the folder.</summary>
    string Name { get; }

    /// <summary>How many files are best read at the same time.</summary>
    int ReadAhead { get; }

    /// <summary>All files below the folder, in no order.</summary>
    IAsyncEnumerable<FolderFile> ListAsync(CancellationToken cancellationToken);

    /// <summary>A file of the listing; nothing is opened yet. Opening fails if it is another one by then.</summary>
    IInputFile File(FolderFile file);
}

/// <summary>A file of a listing.</summary>
/// <param name="Path">Path below the folder, with slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Version">What changes with its content: the entity tag of an S3 object, the time of the last write to a file of this machine.</param>
internal readonly record struct FolderFile(string Path, long Bytes, string Version);
