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

    /// <summary>A file below the folder; nothing is opened yet.</summary>
    IInputFile File(string path);
}

/// <summary>A file of a listing.</summary>
/// <param name="Path">Path below the folder, with slashes.</param>
/// <param name="Bytes">Its size; 0 if telling it would cost a look at the file.</param>
internal readonly record struct FolderFile(string Path, long Bytes);
