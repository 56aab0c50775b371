using System.Security.Cryptography;
using System.Text;
using FashionMnist.IO;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>The PNGs of a folder and the folders below it.</summary>
internal sealed class FolderPngSource : IPngSource
{
    private readonly IInputFolder _folder;
    private readonly IncrementalHash _list = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private FolderPngSource(IInputFolder folder, IReadOnlyList<PngEntry> entries, int otherFiles)
    {
        (_folder, Entries, OtherFiles) = (folder, entries, otherFiles);
    }

    public string Name => _folder.Name;

    public IReadOnlyList<PngEntry> Entries { get; }

    public int OtherFiles { get; }

    public int ReadAhead => _folder.ReadAhead;

    public static async Task<FolderPngSource> OpenAsync(IInputFolder folder, CancellationToken cancellationToken)
    {
        var files = new List<FolderFile>();
        var others = 0;
        await foreach (var file in folder.ListAsync(cancellationToken))
        {
            if (PngNames.IsPng(file.Path))
                files.Add(file);
            else
                others += PngNames.IsHidden(file.Path) ? 0 : 1;
        }

        files.Sort((x, y) => string.CompareOrdinal(x.Path, y.Path));
        return new FolderPngSource(folder, [.. files.Select(x => new PngEntry(x.Path, PngNames.Problem(x.Path), x.Bytes))], others);
    }

    /// <summary>The hash of what <c>sha256sum</c> says about the files that were read, in their order.</summary>
    public string Sha256() => Convert.ToHexStringLower(_list.GetCurrentHash());

    public async Task<byte[]> ReadAsync(int entry, CancellationToken cancellationToken)
    {
        var file = _folder.File(Entries[entry].Name);
        await using var stream = await file.OpenAsync(cancellationToken);
        return await BoundedRead.ReadAsync(stream, PngDecoder.MaximumBytes + 1, cancellationToken);
    }

    public void Took(int entry, ReadOnlySpan<byte> content) => _list.AppendData(
        Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {Entries[entry].Name}\n"));

    public void Dispose() => _list.Dispose();
}
