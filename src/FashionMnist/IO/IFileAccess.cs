namespace FashionMnist.IO;

/// <summary>Reaches files wherever a location points.</summary>
internal interface IFileAccess
{
    /// <summary>A file to read; nothing is opened yet.</summary>
    IInputFile Input(Location location);

    /// <summary>The folder at a location; <see langword="null"/> if a file is meant or nothing is there.</summary>
    Task<IInputFolder?> FolderAsync(Location location, CancellationToken cancellationToken);

    /// <summary>A folder to write to, made if it is missing.</summary>
    /// <param name="location">The output.</param>
    /// <param name="subfolder">Folder below it; empty: none.</param>
    IOutputFolder Output(Location location, string subfolder);
}
