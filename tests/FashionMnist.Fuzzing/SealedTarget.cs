using System.Security.Cryptography;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;

namespace FashionMnist.Fuzzing;

/// <summary>
/// Reads sealed JSON files, as they are and with a seal that fits: an attacker who can write to a store can also compute a hash, and
/// without one no change would ever get past the seal.
/// </summary>
internal static class SealedTarget
{
    private const int DigestLength = SHA256.HashSizeInBytes * 2;

    public static void ReadManifest(byte[] bytes) =>
        Read(bytes, "\"manifestSha256\": \""u8, x => ManifestSerializer.Serialize(ManifestSerializer.Deserialize(x, "manifest")));

    public static void ReadPointer(byte[] bytes) =>
        Read(bytes, "\"pointerSha256\": \""u8, x => PointerSerializer.Serialize(PointerSerializer.Deserialize(x, "pointer")));

    private static void Read(byte[] bytes, ReadOnlySpan<byte> property, Action<byte[]> read)
    {
        FuzzTargets.Run(read, bytes);
        Reseal(bytes, property);
        read(bytes);
    }

    private static void Reseal(byte[] bytes, ReadOnlySpan<byte> property)
    {
        var seal = bytes.AsSpan().LastIndexOf(property) + property.Length;
        if (seal < property.Length || bytes.Length < seal + DigestLength)
            return;
        var digest = bytes.AsSpan(seal, DigestLength);
        digest.Fill((byte)'0');
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes))).CopyTo(digest);
    }
}
