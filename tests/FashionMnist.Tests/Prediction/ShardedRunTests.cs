using FashionMnist.Prediction;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction;

public class ShardedRunTests
{
    [Property(MaxTest = 40)]
    public Task Shards_of_idx_join_to_the_bytes_of_a_single_process(byte rows, byte batch, byte count, bool jsonl) =>
        AssertJoin(rows % 60, batch % 17 + 1, count % 9 + 1, jsonl, x =>
        {
            var images = new TestImages(rows % 60, seed: rows + 1);
            images.WriteIdx(x["images.gz"]);
            images.WriteIdxLabels(x["labels"]);
            return x.WithLabels(x.Request("images.gz", "one"), "labels");
        });

    [Property(MaxTest = 40)]
    public Task Shards_of_csv_join_to_the_bytes_of_a_single_process_with_bad_rows_set_aside(
        byte rows, byte batch, byte count, bool jsonl, uint bad) =>
        AssertJoin(rows % 60, batch % 17 + 1, count % 9 + 1, jsonl, x =>
        {
            new TestImages(rows % 60, seed: rows + 1).WriteCsv(
                x["images.csv"], (i, row) => i < (rows % 60) - 1 && (bad >> (i % 32) & 1) == 1 ? (i % 2 == 0 ? "garbage" : row + ",1") : row);
            return x.Request("images.csv", "one") with { OnError = ErrorPolicy.Skip };
        });

    [Fact]
    public async Task Empty_shards_have_empty_outputs_and_a_manifest()
    {
        using var scene = new PredictionScene();
        new TestImages(10).WriteIdx(scene["images"]);
        var request = scene.Request("images", "out") with
        {
            BatchSize = 8,
            Identity = new RunIdentity("run", new Shard(3, 4)),
            OnError = ErrorPolicy.Skip,
        };

        var result = await PredictionScene.RunAsync(request);

        Assert.Equal(0, result.Manifest.Counts.Read);
        Assert.Equal(10, result.Manifest.Input.Rows);
        Assert.Empty(scene.Read("out", "run", "predictions-00003-of-00004.csv"));
        Assert.Empty(scene.Read("out", "run", "_rejects-00003-of-00004.jsonl"));
        Assert.True(File.Exists(scene["out", "run", "_manifest-00003-of-00004.json"]));
    }

    private static async Task AssertJoin(int rows, int batch, int count, bool jsonl, Func<PredictionScene, PredictionRequest> arrange)
    {
        using var scene = new PredictionScene();
        var request = arrange(scene) with { BatchSize = batch, Format = jsonl ? OutputFormat.Jsonl : OutputFormat.Csv };
        var single = await PredictionScene.RunAsync(request);
        Assert.Equal(rows, single.Manifest.Counts.Read);

        var shards = new List<PredictionResult>();
        for (var number = 1; number <= count; number++)
        {
            shards.Add(await PredictionScene.RunAsync(request with
            {
                Output = FashionMnist.IO.Location.Parse(scene["many"], "--output"),
                Identity = new RunIdentity(null, new Shard(number, count)),
            }));
        }

        for (var file = 0; file < single.Manifest.Outputs.Count; file++)
        {
            var whole = scene.Read("one", single.Manifest.Outputs[file].File);
            var parts = shards.SelectMany(x => scene.Read("many", x.Manifest.Outputs[file].File)).ToArray();
            Assert.Equal(whole, parts);
            Assert.Equal(single.Manifest.Outputs[file].Rows, shards.Sum(x => x.Manifest.Outputs[file].Rows));
        }

        Assert.Equal(single.Manifest.Counts.Rejected, shards.Sum(x => x.Manifest.Counts.Rejected));
        Assert.All(shards, x => Assert.Equal(single.Manifest.Input, x.Manifest.Input));
    }
}
