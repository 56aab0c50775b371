using System.Security.Cryptography;
using System.Text;
using FashionMnist.IO;
using FashionMnist.Prediction.Input.Parts;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>The PNGs of a folder and the folders below it.</summary>
internal sealed class FolderPngSource : IPngSource
{
    private readonly IInputFolder _folder;
    private readonly IncrementalHash _list = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private readonly IReadOnlyList<FolderFile> _files;

    /// <param name="folder">The folder.</param>
    /// <param name="files">Its PNGs in ordinal order of their names.</param>
    /// <param name="otherFiles">How many other files lie in it.</param>
    /// <param name="jpegs">How many of these are JPEGs.</param>
    public FolderPngSource(IInputFolder folder, IReadOnlyList<FolderFile> files, int otherFiles, int jpegs)
    {
        (_folder, _files, OtherFiles, Jpegs) = (folder, files, otherFiles, jpegs);
        Entries = [.. files.Select(x => new PngEntry(x.Path, PngNames.Problem(x.Path), x.Bytes))];
        ListingSha256 = FolderContents.HashOf(files);
    }

    public string Name => _folder.Name;

    public IReadOnlyList<PngEntry> Entries { get; }

    public int OtherFiles { get; }

    public int Jpegs { get; }

    public string? ListingSha256 { get; }

    public int ReadAhead => _folder.ReadAhead;

    /// <summary>The hash of what <c>sha256sum</c> says about the files that were read, in their order.</summary>
    public string Sha256() => Convert.ToHexStringLower(_list.GetCurrentHash());

    public async Task<byte[]> ReadAsync(int entry, CancellationToken cancellationToken)
    {
        await using var stream = await _folder.File(_files[entry]).OpenAsync(cancellationToken);
        return await BoundedRead.ReadAsync(stream, PngDecoder.MaximumBytes + 1, cancellationToken);
    }

    public void Took(int entry, ReadOnlySpan<byte> content) => _list.AppendData(
        Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {Entries[entry].Name}\n"));

    public void Dispose() => _list.Dispose();
}
