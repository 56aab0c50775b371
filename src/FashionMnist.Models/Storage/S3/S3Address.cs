using FashionMnist.Models.Text;

namespace FashionMnist.Models.Storage.S3;

/// <summary>A bucket and a key or key prefix in it.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Key">Key or prefix without slashes at its ends; empty for the whole bucket.</param>
public sealed record S3Address(string Bucket, string Key)
{
    /// <summary>What such addresses start with.</summary>
    public const string Scheme = "s3://";

    /// <summary>Whether the text claims to be an S3 address.</summary>
    public static bool IsS3(string uri) => uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>s3://bucket</c> or <c>s3://bucket/key</c>.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it is malformed.</exception>
    public static S3Address Parse(string uri)
    {
        // Not repeated in the message: before an @ there would be a secret.
        if (uri.Contains('@', StringComparison.Ordinal))
            throw new FashionMnistException(
                ExitCodes.Usage, "credentials do not belong into an S3 address: use s3://bucket/prefix and the AWS environment variables, a profile or a role");
        var rest = IsS3(uri) ? uri[Scheme.Length..] : throw Malformed(uri, "it does not start with s3://");
        var slash = rest.IndexOf('/');
        var bucket = slash < 0 ? rest : rest[..slash];
        var key = slash < 0 ? "" : rest[(slash + 1)..].TrimEnd('/');

        if (bucket.Length is < 3 or > 63 || !bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            throw Malformed(uri, "a bucket has 3 to 63 characters of a-z, 0-9, '.' and '-'");
        if (key.Split('/').Any(s => s is "." or "..") || key.Contains("//", StringComparison.Ordinal) || key.StartsWith('/'))
            throw Malformed(uri, "a key has no empty segment, no '.' and no '..'");
        if (key.Any(c => char.IsControl(c) || c is '\\' or '?' or '#'))
            throw Malformed(uri, "a key has no control character, '\\', '?' or '#'");
        return new S3Address(bucket, key);
    }

    /// <summary>The location of <paramref name="key"/> below this one.</summary>
    public S3Address Append(string key) => this with { Key = Key.Length == 0 ? key : $"{Key}/{key}" };

    /// <inheritdoc/>
    public override string ToString() => Key.Length == 0 ? $"{Scheme}{Bucket}" : $"{Scheme}{Bucket}/{Key}";

    private static FashionMnistException Malformed(string uri, string why) =>
        new(
            ExitCodes.Usage,
            $"'{Printable.Of(uri)}' is not an S3 address: {why}; use s3://bucket/prefix");
}
