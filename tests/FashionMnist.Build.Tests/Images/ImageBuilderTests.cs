using System.Text;
using Docker.DotNet.Models;
using FashionMnist.Build.Images;
using FashionMnist.Build.SupplyChain;
using FashionMnist.Build.Tests.Servers;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Images;

/// <summary>With a real engine.</summary>
[Collection(Cloud.Collection)]
public sealed class ImageBuilderTests(Cloud cloud)
{
    [ServersFact]
    public async Task Two_builds_without_cache_have_the_same_layers()
    {
        using var engine = await cloud.ConnectAsync();
        var builder = new ImageBuilder(engine);

        var first = await builder.BuildAsync(cloud.Recipe(1), "two-builds:a", noCache: true, CancellationToken.None);
        // The same content from other files, which are younger.
        var second = await builder.BuildAsync(cloud.Recipe(1), "two-builds:b", noCache: true, CancellationToken.None);

        Assert.False(second.Reused);
        Assert.Equal(first.Layers, second.Layers);
        Assert.True(first.Layers.Count > 1);
    }

    [ServersFact]
    public async Task An_image_of_the_same_inputs_is_used_again_and_one_of_others_is_not()
    {
        using var engine = await cloud.ConnectAsync();
        var builder = new ImageBuilder(engine);
        var first = await builder.BuildAsync(cloud.Recipe(2), "again:a", noCache: false, CancellationToken.None);

        var same = await builder.BuildAsync(cloud.Recipe(2), "again:a", noCache: false, CancellationToken.None);
        var other = await builder.BuildAsync(cloud.Recipe(3), "again:a", noCache: false, CancellationToken.None);

        Assert.False(first.Reused);
        Assert.True(same.Reused);
        Assert.Equal(first.Id, same.Id);
        Assert.False(other.Reused);
        Assert.NotEqual(first.Layers, other.Layers);
    }

    [ServersFact]
    public async Task The_image_names_its_origin_and_a_user_that_is_not_root_and_no_shell()
    {
        using var engine = await cloud.ConnectAsync();
        var image = await new ImageBuilder(engine).BuildAsync(cloud.Recipe(4), "labels:a", noCache: false, CancellationToken.None);

        var config = (await engine.FindImageAsync(image.Id, CancellationToken.None))!.Config;

        Assert.Equal("1654:1654", config.User);
        Assert.Equal(["/app/fashion_mnist_job"], config.Entrypoint);
        Assert.Equal($"{4:x40}", config.Labels["org.opencontainers.image.revision"]);
        Assert.Equal("https://example.com/source", config.Labels["org.opencontainers.image.source"]);
        Assert.Equal("1.2.3", config.Labels["org.opencontainers.image.version"]);
        Assert.Equal("1970-01-01T00:00:00Z", config.Labels["org.opencontainers.image.created"]);
    }

    [ServersFact]
    public async Task No_variable_of_this_process_gets_into_a_layer_or_the_configuration()
    {
        const string secret = "value-of-a-secret-variable-7f3a";
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY_OF_A_TEST", secret);
        using var engine = await cloud.ConnectAsync();
        var image = await new ImageBuilder(engine).BuildAsync(cloud.Recipe(5), "secrets:a", noCache: true, CancellationToken.None);

        using var saved = new MemoryStream();
        await using (var stream = await engine.Client.Images.SaveImageAsync(image.Id))
            await stream.CopyToAsync(saved);

        var bytes = saved.GetBuffer().AsSpan(0, (int)saved.Length);
        Assert.True(bytes.IndexOf("/app/fashion_mnist_job"u8) >= 0, "the search finds what is there");
        Assert.True(bytes.IndexOf(Encoding.UTF8.GetBytes(secret)) < 0);
    }

    [ServersFact]
    public async Task The_base_images_packages_are_read_from_it()
    {
        using var engine = await cloud.ConnectAsync();
        var image = await new ImageBuilder(engine).BuildAsync(cloud.Recipe(6), "packages:a", noCache: false, CancellationToken.None);

        var packages = await BasePackages.ReadAsync(engine, image, CancellationToken.None);

        Assert.Contains(packages, x => x.Name == "libc6" && x.Version.Length > 0);
        Assert.Contains(packages, x => x.Name == "libssl3");
    }

    [ServersFact]
    public async Task A_base_image_that_cannot_be_had_is_named_with_the_option_to_change_it()
    {
        using var engine = await cloud.ConnectAsync();
        var recipe = cloud.Recipe(7) with { BaseImage = "127.0.0.1:9/none:1" };

        var e = await Assert.ThrowsAsync<FashionMnistException>(
            () => new ImageBuilder(engine).BuildAsync(recipe, "no-base:a", noCache: false, CancellationToken.None));

        Assert.Contains("127.0.0.1:9/none:1", e.Message, StringComparison.Ordinal);
        Assert.Contains("--base-image", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [ServersFact]
    public async Task A_broken_Dockerfile_fails_although_the_engine_answers_with_success()
    {
        using var engine = await cloud.ConnectAsync();
        var dockerfile = Path.Combine(Path.GetDirectoryName(cloud.Recipe(8).RootFileSystem)!, "Dockerfile");
        await File.WriteAllTextAsync(dockerfile, "ARG BASE_IMAGE=x\nFROM ${BASE_IMAGE}\nADD missing.tar /\n");

        var e = await Assert.ThrowsAsync<FashionMnistException>(
            () => new ImageBuilder(engine).BuildAsync(cloud.Recipe(8) with { Dockerfile = dockerfile }, "broken:a", noCache: false, CancellationToken.None));

        Assert.Contains("missing.tar", e.Message, StringComparison.Ordinal);
        Assert.Null(await engine.FindImageAsync("broken:a", CancellationToken.None));
    }

    [ServersFact]
    public async Task An_engine_killed_while_it_builds_leaves_no_image_and_the_next_run_succeeds()
    {
        const int bytes = 60_000_000;
        for (var round = 0; round < 3; round++)
        {
            var name = $"killed:{round}";
            var recipe = cloud.Recipe(100 + round, bytes);
            using (var engine = await cloud.ConnectAsync())
            {
                var building = new ImageBuilder(engine).BuildAsync(recipe, name, noCache: true, CancellationToken.None);
                await Waiting.ToArbitraryMomentAsync(TimeSpan.FromMilliseconds(100 + (200 * round)));
                ServerScripts.Kill(Path.Combine(cloud.EngineFolder, "engine.pid"));
                var e = await Assert.ThrowsAsync<FashionMnistException>(() => building);
                Assert.True(e.ExitCode is ExitCodes.TryAgain or ExitCodes.Configuration, e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }

            cloud.StartEngine();
            using var revived = await cloud.ConnectAsync();
            Assert.Null(await revived.FindImageAsync(name, CancellationToken.None));
            var image = await new ImageBuilder(revived).BuildAsync(recipe, name, noCache: false, CancellationToken.None);
            await revived.Client.Images.DeleteImageAsync(image.Id, new ImageDeleteParameters { Force = true });
        }
    }
}
