namespace FashionMnist.Models.Storage.Files;

/// <summary>One committed version of an object in a folder.</summary>
/// <param name="Number">1 for the first, one more for each next.</param>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hex digits.</param>
/// <param name="Path">The file that holds the content.</param>
internal sealed record FileVersion(long Number, string Sha256, string Path)
{
    private const int ShownDigits = 16;

    /// <summary>
    /// The hash is part of the identity so that a key that was removed and written again cannot be mistaken for its old self.
    /// </summary>
    public string Id => $"{Number:D8}-{Sha256[..ShownDigits]}";

    public ObjectVersion Describe(string key)
    {
        var file = new FileInfo(Path);
        return new ObjectVersion(key, Id, new DateTimeOffset(file.LastWriteTimeUtc), file.Length);
    }
}
