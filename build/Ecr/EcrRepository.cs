using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECR;
using Amazon.ECR.Model;
using FashionMnist.Models.Configuration;
using Serilog;

namespace FashionMnist.Build.Ecr;

/// <summary>A repository of ECR.</summary>
/// <param name="client">Talks to ECR.</param>
/// <param name="name">Name of the repository.</param>
/// <param name="registryId">The account; <see langword="null"/>: the caller's.</param>
internal sealed class EcrRepository(IAmazonECR client, string name, string? registryId)
{
    /// <summary>The repository, or <see langword="null"/> if there is none.</summary>
    public async Task<Repository?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeRepositoriesRequest { RepositoryNames = [name], RegistryId = registryId };
            var response = await EcrErrors.GuardAsync(
                $"look at the repository {name}", () => client.DescribeRepositoriesAsync(request, cancellationToken), cancellationToken);
            return response.Repositories[0];
        }
        catch (RepositoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The repository; made if there is none: immutable tags, scan on push, a lifecycle policy.</summary>
    public async Task<Repository> EnsureAsync(ImageOptions options, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } existing)
        {
            if (existing.ImageTagMutability != ImageTagMutability.IMMUTABLE)
                Log.Warning("The tags of the repository {Repository} can be moved; make them immutable, or a tag means nothing", name);
            await CompleteAsync(options, cancellationToken);
            return existing;
        }

        try
        {
            var request = new CreateRepositoryRequest
            {
                RepositoryName = name,
                RegistryId = registryId,
                ImageTagMutability = ImageTagMutability.IMMUTABLE,
                ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
            };
            var response = await EcrErrors.GuardAsync(
                $"create the repository {name}", () => client.CreateRepositoryAsync(request, cancellationToken), cancellationToken);
            await PutLifecycleAsync(options, cancellationToken);
            Log.Information("Repository {Repository} created: immutable tags, scan on push", response.Repository.RepositoryUri);
            return response.Repository;
        }
        catch (RepositoryAlreadyExistsException)
        {
            // Somebody else was faster.
            return (await FindAsync(cancellationToken))!;
        }
    }

    /// <summary>The digest under a tag, or <see langword="null"/> if there is no such tag.</summary>
    public async Task<string?> FindDigestAsync(string tag, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeImagesRequest { RepositoryName = name, RegistryId = registryId, ImageIds = [new ImageIdentifier { ImageTag = tag }] };
            var response = await EcrErrors.GuardAsync(
                $"look at {name}:{tag}", () => client.DescribeImagesAsync(request, cancellationToken), cancellationToken);
            return response.ImageDetails[0].ImageDigest;
        }
        catch (ImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Sets the lifecycle policy where an earlier run made the repository and got no further. A repository with images or with a policy is
    /// somebody's own: what expires there is not for this build to say.
    /// </summary>
    private async Task CompleteAsync(ImageOptions options, CancellationToken cancellationToken)
    {
        var images = await EcrErrors.GuardAsync(
            $"look at the images of {name}",
            () => client.DescribeImagesAsync(new DescribeImagesRequest { RepositoryName = name, RegistryId = registryId }, cancellationToken),
            cancellationToken);
        if (images.ImageDetails is [_, ..] || await HasLifecycleAsync(cancellationToken))
            return;
        await PutLifecycleAsync(options, cancellationToken);
        Log.Information("Repository {Repository} completed: it had no lifecycle policy and no images yet", name);
    }

    private async Task<bool> HasLifecycleAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetLifecyclePolicyRequest { RepositoryName = name, RegistryId = registryId };
            await EcrErrors.GuardAsync(
                $"look at the lifecycle of the repository {name}", () => client.GetLifecyclePolicyAsync(request, cancellationToken), cancellationToken);
            return true;
        }
        catch (LifecyclePolicyNotFoundException)
        {
            return false;
        }
    }

    private Task<PutLifecyclePolicyResponse> PutLifecycleAsync(ImageOptions options, CancellationToken cancellationToken) => EcrErrors.GuardAsync(
        $"set the lifecycle of the repository {name}",
        () => client.PutLifecyclePolicyAsync(
            new PutLifecyclePolicyRequest { RepositoryName = name, RegistryId = registryId, LifecyclePolicyText = LifecyclePolicy(options) }, cancellationToken),
        cancellationToken);

    /// <summary>
    /// What the stack of CloudFormation sets, too. No rule counts images: one that production uses may be older than any number of others
    /// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html).
    /// </summary>
    internal static string LifecyclePolicy(ImageOptions options) => new JsonObject
    {
        ["rules"] = new JsonArray(new JsonObject
        {
            ["rulePriority"] = 1,
            ["description"] = "Drop what no tag names any more",
            ["selection"] = new JsonObject
            {
                ["tagStatus"] = "untagged",
                ["countType"] = "sinceImagePushed",
                ["countUnit"] = "days",
                ["countNumber"] = options.UntaggedDays,
            },
            ["action"] = new JsonObject { ["type"] = "expire" },
        }),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = false });
}
