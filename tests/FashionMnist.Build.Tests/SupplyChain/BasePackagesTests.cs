using Docker.DotNet.Models;
using FashionMnist.Build.Images;
using FashionMnist.Build.SupplyChain;
using FashionMnist.Build.Tests.Servers;

namespace FashionMnist.Build.Tests.SupplyChain;

[Collection(Cloud.Collection)]
public sealed class BasePackagesTests(Cloud cloud)
{
    private const int Moments = 20;

    [ServersFact]
    public async Task An_inventory_that_is_stopped_at_any_moment_leaves_no_container()
    {
        using var engine = await cloud.ConnectAsync();
        var image = await new ImageBuilder(engine).BuildAsync(cloud.Recipe(31, 1000), "inventory:1", noCache: false, CancellationToken.None);
        for (var milliseconds = 0; milliseconds < Moments; milliseconds++)
        {
            using var stop = new CancellationTokenSource(milliseconds);
            try
            {
                await BasePackages.ReadAsync(engine, image, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
        }

        // Builds of other tests may have containers of their own there.
        var ours = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [JobContainer.Label] = true } };
        Assert.Empty(await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = ours }));
    }
}
