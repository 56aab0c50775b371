using Amazon.ECR.Model;
using FashionMnist.Build.Ecr;
using FashionMnist.Build.Images;
using FashionMnist.Build.Tests.Servers;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Ecr;

/// <summary>With a real engine, a real registry, and an ECR endpoint that checks signatures, requests and its own answers.</summary>
[Collection(Cloud.Collection)]
public sealed class ImagePusherTests(Cloud cloud) : IDisposable
{
    private static readonly ImageNames Names = new("0123abcd", "1.2.3-0123abcd");
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [ServersFact]
    public async Task The_first_push_makes_an_immutable_repository_and_a_rerun_pushes_nothing()
    {
        using var engine = await cloud.ConnectAsync();
        var repository = Cloud.NewName("first");
        var (pusher, client, ecr) = cloud.Pusher(engine, repository, _http);
        var record = await BuildAsync(engine, 11);

        var first = await pusher.PushAsync(record, Names, new ImageOptions(), CancellationToken.None);
        var again = await pusher.PushAsync(record, Names, new ImageOptions(), CancellationToken.None);

        Assert.Equal(Names.Tags, first.PushedTags);
        Assert.Empty(again.PushedTags);
        Assert.Equal(first.Record.Digest, again.Record.Digest);
        foreach (var tag in Names.Tags)
            Assert.Equal(first.Record.Digest, (await client.FindAsync(first.Record.Repository, tag, CancellationToken.None))!.Digest);
        var found = (await new EcrRepository(ecr, repository, null).FindAsync(CancellationToken.None))!;
        Assert.Equal(Amazon.ECR.ImageTagMutability.IMMUTABLE, found.ImageTagMutability);
        ecr.Dispose();
    }

    [ServersFact]
    public async Task A_repository_whose_first_run_broke_off_gets_its_lifecycle_and_anybody_elses_stays()
    {
        using var engine = await cloud.ConnectAsync();
        var (half, own) = (Cloud.NewName("half"), Cloud.NewName("own"));
        var (_, _, ecr) = cloud.Pusher(engine, half, _http);
        foreach (var name in new[] { half, own })
            await ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = name, ImageTagMutability = Amazon.ECR.ImageTagMutability.IMMUTABLE });
        const string Theirs = """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}""";
        await ecr.PutLifecyclePolicyAsync(new PutLifecyclePolicyRequest { RepositoryName = own, LifecyclePolicyText = Theirs });

        foreach (var name in new[] { half, own })
            await new EcrRepository(ecr, name, null).EnsureAsync(new ImageOptions(), CancellationToken.None);

        Assert.Equal(EcrRepository.LifecyclePolicy(new ImageOptions()), await PolicyAsync(half));
        Assert.Equal(Theirs, await PolicyAsync(own));
        ecr.Dispose();

        async Task<string> PolicyAsync(string name) =>
            (await ecr.GetLifecyclePolicyAsync(new GetLifecyclePolicyRequest { RepositoryName = name })).LifecyclePolicyText;
    }

    [ServersFact]
    public async Task A_rebuild_with_the_same_layers_uses_what_is_there_although_its_id_differs()
    {
        using var engine = await cloud.ConnectAsync();
        var (pusher, _, ecr) = cloud.Pusher(engine, Cloud.NewName("rebuild"), _http);
        var first = await BuildAsync(engine, 12);
        var pushed = await pusher.PushAsync(first, Names, new ImageOptions(), CancellationToken.None);

        var second = await BuildAsync(engine, 12);
        var again = await pusher.PushAsync(second, Names, new ImageOptions(), CancellationToken.None);

        Assert.NotEqual(first.ImageId, second.ImageId);
        Assert.Empty(again.PushedTags);
        Assert.Equal(pushed.Record.Digest, again.Record.Digest);
        ecr.Dispose();
    }

    [ServersFact]
    public async Task A_tag_that_is_missing_is_added_to_the_image_that_is_there()
    {
        using var engine = await cloud.ConnectAsync();
        var (pusher, _, ecr) = cloud.Pusher(engine, Cloud.NewName("tag"), _http);
        var first = await pusher.PushAsync(await BuildAsync(engine, 13), new ImageNames("c", "v1"), new ImageOptions(), CancellationToken.None);

        var rebuilt = await BuildAsync(engine, 13);
        var second = await pusher.PushAsync(rebuilt, new ImageNames("c", "v2"), new ImageOptions(), CancellationToken.None);

        Assert.Equal(["v2"], second.PushedTags);
        Assert.Equal(first.Record.Digest, second.Record.Digest);
        ecr.Dispose();
    }

    [ServersFact]
    public async Task A_tag_with_other_layers_is_refused_with_both_digests_and_nothing_is_pushed()
    {
        using var engine = await cloud.ConnectAsync();
        var (pusher, client, ecr) = cloud.Pusher(engine, Cloud.NewName("other"), _http);
        var pushed = await pusher.PushAsync(await BuildAsync(engine, 14), new ImageNames("taken", "v1"), new ImageOptions(), CancellationToken.None);
        var other = await BuildAsync(engine, 15);

        var e = await Assert.ThrowsAsync<FashionMnistException>(
            () => pusher.PushAsync(other, new ImageNames("taken", "v2"), new ImageOptions(), CancellationToken.None));

        Assert.Equal(ExitCodes.Refused, e.ExitCode);
        Assert.Contains(pushed.Record.Digest, e.Message, StringComparison.Ordinal);
        Assert.Contains(other.ImageId, e.Message, StringComparison.Ordinal);
        Assert.Null(await client.FindAsync(pushed.Record.Repository, "v2", CancellationToken.None));
        ecr.Dispose();
    }

    [ServersFact]
    public async Task Throttling_is_waited_out_and_wrong_credentials_name_the_chain()
    {
        using var engine = await cloud.ConnectAsync();
        var record = await BuildAsync(engine, 16);
        var (pusher, _, ecr) = cloud.Pusher(engine, Cloud.NewName("throttled"), _http);
        cloud.Throttle(2);
        await pusher.PushAsync(record, Names, new ImageOptions(), CancellationToken.None);
        ecr.Dispose();

        var (denied, _, other) = cloud.Pusher(engine, Cloud.NewName("denied"), _http, secretKey: "not-the-secret-key");
        var e = await Assert.ThrowsAsync<FashionMnistException>(() => denied.PushAsync(record, Names, new ImageOptions(), CancellationToken.None));

        Assert.Equal(ExitCodes.AccessDenied, e.ExitCode);
        Assert.Contains("the AWS chain", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret-key", e.Message, StringComparison.Ordinal);
        other.Dispose();
    }

    [ServersFact]
    public async Task A_registry_killed_in_the_middle_shows_no_tag_before_its_image_is_whole_and_the_rerun_succeeds()
    {
        using var engine = await cloud.ConnectAsync();
        for (var round = 0; round < 2; round++)
        {
            var repository = Cloud.NewName("killed");
            var (pusher, client, ecr) = cloud.Pusher(engine, repository, _http);
            var record = await BuildAsync(engine, 200 + round, 40_000_000);
            var pushing = pusher.PushAsync(record, Names, new ImageOptions(), CancellationToken.None);
            await Waiting.ToArbitraryMomentAsync(TimeSpan.FromMilliseconds(150 + (300 * round)));
            ServerScripts.Kill(Path.Combine(cloud.RegistryFolder, "registry.pid"));
            // Once it stays away until the push gives up; else it comes back, and the push may go on by itself.
            var failure = round == 0 ? await Xunit.Record.ExceptionAsync(() => pushing) : null;
            cloud.RestartRegistry();
            failure ??= await Xunit.Record.ExceptionAsync(() => pushing);

            if (failure is not null)
                Assert.DoesNotContain('\n', Assert.IsType<FashionMnistException>(failure).Message);
            if (failure is not null && await FindWhenUpAsync(client, repository) is { } visible)
                Assert.Equal(record.Layers, visible.Layers);
            var result = await WhenUpAsync(() => pusher.PushAsync(record, Names, new ImageOptions(), CancellationToken.None));
            Assert.Equal(record.Layers, (await client.FindAsync(result.Record.Repository, Names.CommitTag, CancellationToken.None))!.Layers);
            ecr.Dispose();
        }
    }

    private Task<RegistryImage?> FindWhenUpAsync(RegistryClient client, string repository) =>
        WhenUpAsync(() => client.FindAsync($"{cloud.Registry["FASHION_MNIST_TEST_REGISTRY"]}/{repository}", Names.CommitTag, CancellationToken.None));

    /// <summary>The registry needs a moment to listen again.</summary>
    private static async Task<T> WhenUpAsync<T>(Func<Task<T>> work)
    {
        var result = default(T)!;
        await Waiting.UntilAsync("the registry answers", async () =>
        {
            try
            {
                result = await work();
                return true;
            }
            catch (FashionMnistException e) when (e.ExitCode == ExitCodes.TryAgain)
            {
                return false;
            }
        });
        return result;
    }

    private async Task<ImageRecord> BuildAsync(ContainerEngine engine, int seed, int bytes = 1000) => Cloud.Record(
        await new ImageBuilder(engine).BuildAsync(cloud.Recipe(seed, bytes), $"push:{seed}", noCache: true, CancellationToken.None));
}
