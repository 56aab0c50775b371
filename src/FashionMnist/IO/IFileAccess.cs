namespace FashionMnist.IO;

/// <summary>Reaches files wherever a location points.</summary>
internal interface IFileAccess
{
    /// <summary>A file to read; nothing is opened yet.</summary>
    IInputFile Input(Location location);

    /// <summary>The folder at a location; <see langword="null"/> if a file is meant or nothing is there.</summary>
    /// <param name="location">The input.</param>
    /// <param name="noFile">Whether it is known that no file lies there. Only then a bucket is asked for a folder of the name,
    /// because reading one object needs no right to list the bucket.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<IInputFolder?> FolderAsync(Location location, bool noFile, CancellationToken cancellationToken);

    /// <summary>A folder to write to, made if it is missing.</summary>
    /// <param name="location">The output.</param>
    /// <param name="subfolder">Folder below it; empty: none.</param>
    IOutputFolder Output(Location location, string subfolder);
}
