using System.Runtime.CompilerServices;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>The objects below a prefix of a bucket.</summary>
internal sealed class S3InputFolder(S3Files files, S3Address address) : IInputFolder
{
    /// <summary>Requests at the same time: hides most of the time a request takes until its first byte.</summary>
    public const int Requests = 16;

    private const string Separator = "/";

    public string Name => $"{address}";

    public int ReadAhead => Requests;

    public async IAsyncEnumerable<FolderFile> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = address.Key.Length == 0 ? "" : address.Key + Separator;
        await foreach (var file in files.ListAsync(address with { Key = prefix }, cancellationToken))
        {
            // Consoles mark empty folders with an object of the folder's own name.
            if (!file.Location.Key.EndsWith(Separator, StringComparison.Ordinal))
                yield return new FolderFile(file.Location.Key[prefix.Length..], file.Size, file.ETag);
        }
    }

    public IInputFile File(FolderFile file) => new S3InputFile(files, address.Append(file.Path), file.Version);
}
