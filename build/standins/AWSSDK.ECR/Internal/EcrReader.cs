using System.Text.Json;
using Amazon.ECR.Model;

namespace Amazon.ECR.Internal;

internal static class EcrReader
{
    public static CreateRepositoryResponse CreateRepository(JsonElement json) => new() { Repository = Object(json, "repository", Repository) };

    public static DescribeImagesResponse DescribeImages(JsonElement json) => new() { ImageDetails = List(json, "imageDetails", ImageDetail) };

    public static DescribeRepositoriesResponse DescribeRepositories(JsonElement json) => new() { Repositories = List(json, "repositories", Repository) };

    public static GetAuthorizationTokenResponse GetAuthorizationToken(JsonElement json) =>
        new() { AuthorizationData = List(json, "authorizationData", AuthorizationData) };

    public static GetLifecyclePolicyResponse GetLifecyclePolicy(JsonElement json) => new()
    {
        LifecyclePolicyText = Text(json, "lifecyclePolicyText"),
        RegistryId = Text(json, "registryId"),
        RepositoryName = Text(json, "repositoryName"),
    };

    public static PutLifecyclePolicyResponse PutLifecyclePolicy(JsonElement json) => new()
    {
        LifecyclePolicyText = Text(json, "lifecyclePolicyText"),
        RegistryId = Text(json, "registryId"),
        RepositoryName = Text(json, "repositoryName"),
    };

    private static Repository Repository(JsonElement json) => new()
    {
        ImageTagMutability = Text(json, "imageTagMutability"),
        RegistryId = Text(json, "registryId"),
        RepositoryArn = Text(json, "repositoryArn"),
        RepositoryName = Text(json, "repositoryName"),
        RepositoryUri = Text(json, "repositoryUri"),
    };

    private static AuthorizationData AuthorizationData(JsonElement json) => new()
    {
        AuthorizationToken = Text(json, "authorizationToken"),
        ExpiresAt = Time(json, "expiresAt"),
        ProxyEndpoint = Text(json, "proxyEndpoint"),
    };

    private static ImageDetail ImageDetail(JsonElement json) => new()
    {
        ImageDigest = Text(json, "imageDigest"),
        ImagePushedAt = Time(json, "imagePushedAt"),
        ImageSizeInBytes = json.TryGetProperty("imageSizeInBytes", out var bytes) ? bytes.GetInt64() : null,
        ImageTags = List(json, "imageTags", x => x.GetString()),
    };

    private static T Object<T>(JsonElement json, string name, Func<JsonElement, T> read)
        where T : class => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? read(value) : null;

    private static List<T> List<T>(JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(read)] : null;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>AWS JSON writes times as seconds since 1970.</summary>
    private static DateTime? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? DateTime.UnixEpoch.AddSeconds(value.GetDouble()) : null;
}
