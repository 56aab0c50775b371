using System.Text.RegularExpressions;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>The image and the whole cloud path, in a clone, with a Docker engine that belongs to the test.</summary>
[Collection(CleanClone.Collection)]
public sealed class RehearsalTests(CleanClone clone) : IDisposable
{
    private readonly TestEngine _engine = new(clone.Root);
    private readonly string? _data = Environment.GetEnvironmentVariable("FASHION_MNIST_DATA");

    public void Dispose() => _engine.Dispose();

    [DockerFact]
    public void The_image_predicts_like_this_machine_and_the_rehearsal_leaves_nothing_behind()
    {
        _engine.Start();
        var store = Path.Combine(clone.Root, "store-image");
        Build("Predict", "--model-store", store).EndsWith(0);

        Build("SmokeImage", "--model-store", store).EndsWith(0)
            .Says("are the same bytes")
            .Says("Exit code 65 as documented")
            .Says("Exit code 66 as documented")
            .Says("Exit code 64 as documented");
        Build("BuildImage").EndsWith(0).Says("nothing has changed");
        Build("Rehearse", "--shards", "1").EndsWith(64).Says("--shards 1: allowed 2 to 100");

        // The store on S3 takes no model of the drawn dataset.
        var run = Build("Rehearse", "--shards", "2", "4", "16").EndsWith(0).Says("production.json");
        foreach (var shards in new[] { 2, 4, 16 })
        {
            run.Says($"predict in {shards} containers")
                .Says($"shard {(shards / 2) + 1} killed in the middle and retried, shard 1 run twice at the same time")
                .Says($"merge the {shards} shards");
        }

        Assert.Equal(3, Regex.Count(run.Output, "merge the [0-9]+ shards +[0-9.]+ s +the same bytes as the single process: [0-9a-f]{64}"));
        run.Says("noticed by the merge, which wrote no result; run again, the parts fit").Says("5 shards, most of them empty; the same bytes");
        Assert.Equal("", _engine.Docker("ps --all --quiet"));
        Assert.DoesNotContain("127.0.0.1:", _engine.Docker("images"), StringComparison.Ordinal);
        Assert.Empty(Leftovers());
    }

    private static string[] Leftovers() => Directory.GetDirectories(Path.GetTempPath(), "fashion-mnist-rehearsal-*");

    private BuildRun Build(string target, params string[] arguments) => clone.Build(_data, [target, .. arguments, .. _engine.Options]);
}
