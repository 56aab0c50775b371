using FashionMnist.Models.Storage.Files;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Storage;

/// <summary>Opens the store an address names.</summary>
public static class ObjectStores
{
    private const string FileScheme = "file://";

    /// <summary>Opens a folder (a path or <c>file:///path</c>) or an S3 location (<c>s3://bucket</c>, <c>s3://bucket/prefix</c>).</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if the address is malformed.</exception>
    public static IVersionedObjectStore Open(string uri)
    {
        if (!S3Address.IsS3(uri))
            return new FileObjectStore(LocalPath(uri));

        var address = S3Address.Parse(uri);
        return new S3ObjectStore(S3Clients.Create(), address);
    }

    /// <summary>The path a local address means.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it is of another scheme or empty.</exception>
    public static string LocalPath(string uri)
    {
        if (uri.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(uri, UriKind.Absolute, out var file) && file.Host.Length == 0 && file.LocalPath.Length > 1)
            return file.LocalPath;
        if (string.IsNullOrWhiteSpace(uri) || uri.Contains("://", StringComparison.Ordinal) || uri.Contains('\0', StringComparison.Ordinal))
            throw new FashionMnistException(
                ExitCodes.Usage,
                $"'{Printable.Of(uri)}' is no place for files: "
                + "use a path, file:///path or s3://bucket/prefix");
        return uri;
    }
}
