using System.Runtime.CompilerServices;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>The objects below a prefix of a bucket.</summary>
internal sealed class S3InputFolder(S3Files files, S3Address address) : IInputFolder
{
    private const string Separator = "/";

    public string Name => $"{address}";

    // Hides most of the time a request takes until its first byte.
    public int ReadAhead => 16;

    public async IAsyncEnumerable<FolderFile> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = address.Key.Length == 0 ? "" : address.Key + Separator;
        await foreach (var file in files.ListAsync(address with { Key = prefix }, cancellationToken))
        {
            // Consoles mark empty folders with an object of the folder's own name.
            if (!file.Location.Key.EndsWith(Separator, StringComparison.Ordinal))
                yield return new FolderFile(file.Location.Key[prefix.Length..], file.Size);
        }
    }

    public IInputFile File(string path) => new S3InputFile(files, address.Append(path));
}
