using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>This machine's files and S3. A client is made only where S3 is meant.</summary>
internal sealed class LocationAccess(TimeProvider time) : IFileAccess
{
    private readonly Lazy<S3Files> _s3 = new(() => new S3Files(S3Clients.Create(), time));

    public IInputFile Input(Location location) => location.S3 is { } address
        ? new S3InputFile(_s3.Value, address, versionId: location.VersionId)
        : new LocalInputFile(location.Path);

    public async Task<IInputFolder?> FolderAsync(Location location, bool noFile, CancellationToken cancellationToken)
    {
        if (location.S3 is not { } address)
            return Directory.Exists(location.Path) ? new LocalInputFolder(location.Path) : null;

        var folder = new S3InputFolder(_s3.Value, address);
        if (address.Key.Length == 0 || location.NamesFolder)
            return folder;
        if (noFile)
        {
            await foreach (var _ in folder.ListAsync(cancellationToken))
                return folder;
        }

        return null;
    }

    public IOutputFolder Output(Location location, string subfolder) => location.S3 is { } address
        ? new S3OutputFolder(_s3.Value, subfolder.Length == 0 ? address : address.Append(subfolder))
        : new LocalOutputFolder(Path.Combine(location.Path, subfolder));
}
