using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Models.Text;

namespace FashionMnist.IO;

/// <summary>Where a file or a folder lies: a path, <c>file://</c> or <c>s3://bucket/key</c>. Never carries credentials.</summary>
public sealed record Location
{
    private const string SchemeMark = "://";

    private Location(string text) => Text = text;

    /// <summary>Bucket and key; <see langword="null"/> for a local path.</summary>
    public S3Address? S3 { get; private init; }

    /// <summary>The version of the object to read; <see langword="null"/>: the current one.</summary>
    public string? VersionId { get; private init; }

    /// <summary>The local path; empty for S3.</summary>
    public string Path { get; private init; } = "";

    /// <summary>Whether it was written with a slash at its end.</summary>
    internal bool NamesFolder => Text.EndsWith('/');

    /// <summary>The folder and the pattern of names in it, where the last name holds <c>*</c> or, on this machine, <c>?</c>; else <see langword="null"/>.</summary>
    internal (Location Folder, string Name)? Pattern
    {
        get
        {
            var whole = S3?.Key ?? Path;
            var slash = whole.LastIndexOf('/');
            var name = whole[(slash + 1)..];
            // In a key a question mark is a letter like any other.
            if (!name.Contains('*', StringComparison.Ordinal) && (S3 is not null || !name.Contains('?', StringComparison.Ordinal)))
                return null;
            var folder = whole[..Math.Max(slash, 0)];
            return (S3 is { } address
                ? new Location($"{S3Address.Scheme}{address.Bucket}/{folder}") { S3 = address with { Key = folder } }
                : new Location(slash < 0 ? "." : whole[..(slash + 1)]) { Path = slash < 0 ? "." : whole[..(slash + 1)] }, name);
        }
    }

    private string Text { get; }

    /// <summary>Reads a location.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="option">The option it was written for, for messages.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it is none of the three forms.</exception>
    public static Location Parse(string text, string option)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Usage($"{option}: expected a path, file:// or s3://bucket/key, got nothing");

        if (S3Address.IsS3(text))
            return new Location(text) { S3 = ParseS3(text, option) };

        var mark = text.IndexOf(SchemeMark, StringComparison.Ordinal);
        return (mark < 0 ? "" : text[..mark].ToLowerInvariant()) switch
        {
            "" => new Location(text) { Path = text },
            "file" when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length == 0 =>
                new Location(text) { Path = uri.LocalPath },
            "file" => throw Usage($"{option}: {text}: write file:///path, without a host"),
            var scheme => throw Usage($"{option}: {scheme}:// is not supported; give a path, file:// or s3://bucket/key"),
        };
    }

    /// <summary>One object of a bucket, by a key that is taken as it is: unlike an address it may hold <c>?</c>, <c>#</c>, <c>//</c>, quotes or blanks.</summary>
    /// <param name="key">The key, or <see langword="null"/> for the object that the location itself names.</param>
    /// <param name="versionId">The version to read; <see langword="null"/>: the current one.</param>
    /// <param name="option">The option that the location was written for, for messages.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> where the two do not fit the location.</exception>
    public Location WithObject(string? key, string? versionId, string option)
    {
        if (key is null && versionId is null)
            return this;
        if (S3 is not { } address || (key is null ? address.Key.Length == 0 || NamesFolder : address.Key.Length > 0))
            throw Usage($"{option}: {this}: {option}-key needs s3://bucket, {option}-version an object of S3");
        if (key is "" || versionId is "" || key?.EndsWith('/') == true)
            throw Usage($"{option}-key: '{Printable.Of(key ?? "")}' names no object of S3; a key that ends in a slash marks a folder");
        return key is null
            ? new Location(Text) { S3 = address, VersionId = versionId }
            : new Location($"{S3Address.Scheme}{address.Bucket}/{Printable.Of(key)}") { S3 = address with { Key = key }, VersionId = versionId };
    }

    /// <summary>The location as the user wrote it.</summary>
    public override string ToString() => Text;

    private static S3Address ParseS3(string text, string option)
    {
        // The text is not repeated: before an @ there would be a secret.
        if (text.AsSpan(S3Address.Scheme.Length).ContainsAny("@:"))
            throw Usage($"{option}: credentials do not belong into an address; use the AWS environment variables, a profile or a role");
        try
        {
            return S3Address.Parse(text);
        }
        catch (FashionMnistException e)
        {
            throw new FashionMnistException(e.ExitCode, $"{option}: {e.Message}", e);
        }
    }

    private static FashionMnistException Usage(string message) => new(ExitCodes.Usage, message);
}
