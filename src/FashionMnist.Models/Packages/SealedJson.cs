using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionMnist.Models.Packages;

/// <summary>
/// JSON files that prove their own integrity: the last property is the SHA-256 of the file with that value replaced by 64 zeros.
/// </summary>
/// <param name="property">Name of the property that holds the hash.</param>
/// <param name="noun">What the file is, for messages: <c>manifest</c>.</param>
internal sealed class SealedJson(string property, string noun)
{
    private const int DigestLength = SHA256.HashSizeInBytes * 2;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly string Blank = new('0', DigestLength);
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes($"\"{property}\": \"");

    public byte[] Seal(JsonObject content)
    {
        content[property] = Blank;
        var bytes = Encoding.UTF8.GetBytes(content.ToJsonString(ModelsJsonContext.Default.Options) + "\n");
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Encoding.ASCII.GetBytes(digest).CopyTo(bytes.AsSpan(Offset(bytes)));
        return bytes;
    }

    /// <summary>Proves the seal and returns what it protects.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/>.</exception>
    public JsonObject Open(ReadOnlySpan<byte> utf8, string source)
    {
        Verify(utf8, source);
        try
        {
            var content = JsonNode.Parse(utf8, documentOptions: Strict)!.AsObject();
            content.Remove(property);
            return content;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Malformed(source, e);
        }
    }

    public FashionMnistException Malformed(string source, Exception cause) =>
        Damaged($"{source}: not a {noun}: {cause.Message.ReplaceLineEndings(" ")}", cause);

    public static FashionMnistException Damaged(string message, Exception? cause = null) => new(ExitCodes.Integrity, message, cause);

    private void Verify(ReadOnlySpan<byte> utf8, string source)
    {
        var offset = Offset(utf8);
        if (offset < 0 || utf8.Length < offset + DigestLength)
            throw Damaged(
                $"{source}: the {noun} is damaged: expected the seal {property}, which is not there; "
                + $"actual SHA-256 of the file {Convert.ToHexStringLower(SHA256.HashData(utf8))}");

        var expected = Encoding.UTF8.GetString(utf8.Slice(offset, DigestLength));
        var blanked = utf8.ToArray();
        Encoding.ASCII.GetBytes(Blank).CopyTo(blanked.AsSpan(offset));
        var actual = Convert.ToHexStringLower(SHA256.HashData(blanked));
        if (actual != expected)
            throw Damaged($"{source}: the {noun} is damaged: expected SHA-256 {Printable(expected)}, actual {actual}");
    }

    private static string Printable(string digest) => string.Concat(digest.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '?'));

    private int Offset(ReadOnlySpan<byte> utf8)
    {
        var index = utf8.LastIndexOf(_prefix);
        return index < 0 ? -1 : index + _prefix.Length;
    }
}
