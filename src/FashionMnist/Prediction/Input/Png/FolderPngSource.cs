using System.Security.Cryptography;
using System.Text;
using FashionMnist.IO;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>The PNGs of a folder and the folders below it.</summary>
internal sealed class FolderPngSource : IPngSource
{
    private readonly IInputFolder _folder;
    private readonly IncrementalHash _list = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private readonly IReadOnlyList<FolderFile> _files;

    private FolderPngSource(IInputFolder folder, IReadOnlyList<FolderFile> files, int otherFiles)
    {
        (_folder, _files, OtherFiles) = (folder, files, otherFiles);
        Entries = [.. files.Select(x => new PngEntry(x.Path, PngNames.Problem(x.Path), x.Bytes))];
        ListingSha256 = HashOf(files);
    }

    public string Name => _folder.Name;

    public IReadOnlyList<PngEntry> Entries { get; }

    public int OtherFiles { get; }

    public string? ListingSha256 { get; }

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
        return new FolderPngSource(folder, files, others);
    }

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

    private static string HashOf(IEnumerable<FolderFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file.Bytes} {file.Version} {file.Path}\n")));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
