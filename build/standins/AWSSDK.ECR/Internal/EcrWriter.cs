using System.Text.Json;
using Amazon.ECR.Model;

namespace Amazon.ECR.Internal;

internal static class EcrWriter
{
    public static void Write(CreateRepositoryRequest request, Utf8JsonWriter json)
    {
        Text(json, "registryId", request.RegistryId);
        Text(json, "repositoryName", request.RepositoryName);
        Text(json, "imageTagMutability", request.ImageTagMutability?.Value);
        if (request.ImageScanningConfiguration is not { } scanning)
            return;
        json.WriteStartObject("imageScanningConfiguration");
        if (scanning.ScanOnPush is { } scanOnPush)
            json.WriteBoolean("scanOnPush", scanOnPush);
        json.WriteEndObject();
    }

    public static void Write(DescribeImagesRequest request, Utf8JsonWriter json)
    {
        Text(json, "registryId", request.RegistryId);
        Text(json, "repositoryName", request.RepositoryName);
        if (request.ImageIds is null)
            return;
        json.WriteStartArray("imageIds");
        foreach (var id in request.ImageIds)
        {
            json.WriteStartObject();
            Text(json, "imageDigest", id.ImageDigest);
            Text(json, "imageTag", id.ImageTag);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(DescribeRepositoriesRequest request, Utf8JsonWriter json)
    {
        Text(json, "registryId", request.RegistryId);
        if (request.RepositoryNames is null)
            return;
        json.WriteStartArray("repositoryNames");
        foreach (var name in request.RepositoryNames)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    public static void Write(GetAuthorizationTokenRequest request, Utf8JsonWriter json)
    {
    }

    public static void Write(GetLifecyclePolicyRequest request, Utf8JsonWriter json)
    {
        Text(json, "registryId", request.RegistryId);
        Text(json, "repositoryName", request.RepositoryName);
    }

    public static void Write(PutLifecyclePolicyRequest request, Utf8JsonWriter json)
    {
        Text(json, "registryId", request.RegistryId);
        Text(json, "repositoryName", request.RepositoryName);
        Text(json, "lifecyclePolicyText", request.LifecyclePolicyText);
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
