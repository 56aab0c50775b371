using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FashionMnist.Data.Contract;

/// <summary>The images of a split by the first 128 bits of their SHA-256, to find repeated ones.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is a look-up of digests first; that it can be enumerated is secondary.")]
internal sealed class ImageDigests : IEnumerable<KeyValuePair<UInt128, List<int>>>
{
    private readonly Dictionary<UInt128, List<int>> _positions = [];

    private ImageDigests(int count) => Count = count;

    /// <summary>Number of images, repeated ones included.</summary>
    public int Count { get; }

    /// <summary>Positions of images that stand earlier already.</summary>
    public IEnumerable<int> Repeats => _positions.Values.SelectMany(x => x.Skip(1));

    public static ImageDigests Of(FashionMnistDataset split)
    {
        var digests = new UInt128[split.Count];
        Parallel.For(0, split.Count, i =>
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(split.Image(i), hash);
            digests[i] = MemoryMarshal.Read<UInt128>(hash);
        });

        var result = new ImageDigests(split.Count);
        for (var i = 0; i < digests.Length; i++)
            (CollectionsMarshal.GetValueRefOrAddDefault(result._positions, digests[i], out _) ??= []).Add(i);
        return result;
    }

    public bool Contains(UInt128 digest) => _positions.ContainsKey(digest);

    public IEnumerator<KeyValuePair<UInt128, List<int>>> GetEnumerator() => _positions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
