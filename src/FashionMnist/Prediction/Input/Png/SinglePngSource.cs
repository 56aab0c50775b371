using System.Security.Cryptography;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>One PNG on its own.</summary>
/// <param name="stream">The file at its beginning. Taken over.</param>
/// <param name="name">How messages call it; results show what follows the last slash.</param>
internal sealed class SinglePngSource(Stream stream, string name) : IPngSource
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Name => name.Contains('/', StringComparison.Ordinal) ? name[..name.LastIndexOf('/')] : ".";

    public IReadOnlyList<PngEntry> Entries { get; } =
        [new PngEntry(name[(name.LastIndexOf('/') + 1)..], PngNames.Problem(name[(name.LastIndexOf('/') + 1)..]))];

    public int OtherFiles => 0;

    public int ReadAhead => 1;

    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public Task<byte[]> ReadAsync(int entry, CancellationToken cancellationToken) =>
        BoundedRead.ReadAsync(stream, PngDecoder.MaximumBytes + 1, cancellationToken);

    public void Took(int entry, ReadOnlySpan<byte> content) => _hash.AppendData(content);

    public void Dispose()
    {
        _hash.Dispose();
        stream.Dispose();
    }
}
