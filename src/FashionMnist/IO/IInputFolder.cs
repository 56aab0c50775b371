namespace FashionMnist.IO;

/// <summary>A folder to read, wherever it lies.</summary>
internal interface IInputFolder
{
    /// <summary>How messages call the folder.</summary>
    string Name { get; }

    /// <summary>How many files are best read at the same time.</summary>
    int ReadAhead { get; }

    /// <summary>The paths of all files below the folder, with slashes, in no order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>A file below the folder; nothing is opened yet.</summary>
    IInputFile File(string path);
}
