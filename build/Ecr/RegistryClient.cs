using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FashionMnist.Models;

namespace FashionMnist.Build.Ecr;

/// <summary>Asks a registry what it holds (github.com/opencontainers/distribution-spec).</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="login">The right to ask.</param>
internal sealed class RegistryClient(HttpClient http, RegistryLogin login)
{
    private const string DigestPrefix = "sha256:";

    private static readonly string[] Manifests =
        ["application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json"];

    /// <summary>The image of a tag or digest, or <see langword="null"/> if there is none.</summary>
    /// <param name="repository">Address and name of the repository, for example <c>host/name</c>.</param>
    /// <param name="reference">Tag or digest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FashionMnistException">The registry cannot be asked, or what it sends does not hash to what it says.</exception>
    public Task<RegistryImage?> FindAsync(string repository, string reference, CancellationToken cancellationToken) => EcrErrors.GuardAsync(
        $"look at {repository}:{reference}",
        async () =>
        {
            if (await GetAsync(repository, $"manifests/{reference}", Manifests, cancellationToken) is not { } manifest)
                return null;
            if (reference.StartsWith(DigestPrefix, StringComparison.Ordinal) && DigestOf(manifest) != reference)
                throw new FashionMnistException(ExitCodes.Integrity, $"{repository}: its manifest hashes to {DigestOf(manifest)}, expected {reference}");
            using var content = Parse(manifest, $"{repository}:{reference}");
            var config = content.RootElement.GetProperty("config").GetProperty("digest").GetString()!;
            var configuration = await GetAsync(repository, $"blobs/{config}", [], cancellationToken)
                ?? throw new FashionMnistException(ExitCodes.Integrity, $"{repository}:{reference}: its configuration {config} is not there");
            if (DigestOf(configuration) != config)
                throw new FashionMnistException(ExitCodes.Integrity, $"{repository}:{reference}: its configuration hashes to {DigestOf(configuration)}, expected {config}");
            using var image = Parse(configuration, config);
            return new RegistryImage(
                DigestOf(manifest),
                config,
                [.. image.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(x => x.GetString()!)]);
        },
        cancellationToken);

    /// <summary>An index of several platforms, or a page of a proxy, is no image of ours.</summary>
    private static JsonDocument Parse(byte[] content, string what)
    {
        try
        {
            var document = JsonDocument.Parse(content);
            return document.RootElement.TryGetProperty("config", out _) ? document : throw new JsonException("it has no config");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FashionMnistException(ExitCodes.InputOutput, $"{what}: the registry's answer is no manifest or configuration of an image", e);
        }
    }

    private async Task<byte[]?> GetAsync(string repository, string path, string[] accept, CancellationToken cancellationToken)
    {
        var auth = await login.GetAsync(cancellationToken);
        // The token is good for every registry that its owner may use, and the repository may be another account's than the token's own registry.
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        var address = $"{new Uri(auth.ServerAddress).Scheme}://{repository[..slash]}/v2/{repository[(slash + 1)..]}/{path}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var type in accept)
            request.Headers.Accept.ParseAdd(type);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{auth.Username}:{auth.Password}")));
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static string DigestOf(byte[] content) => DigestPrefix + Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>An image in a registry.</summary>
/// <param name="Digest">Digest of its manifest.</param>
/// <param name="ConfigDigest">Digest of its configuration: the image's id in an engine.</param>
/// <param name="Layers">The diff-ids of its layers.</param>
internal sealed record RegistryImage(string Digest, string ConfigDigest, IReadOnlyList<string> Layers);
