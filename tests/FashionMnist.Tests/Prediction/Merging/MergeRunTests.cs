using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Merging;

public class MergeRunTests
{
    [Property(MaxTest = 30)]
    public async Task A_merged_run_is_the_run_of_a_single_process(byte rows, byte batch, byte count, bool jsonl, uint bad, bool named)
    {
        using var scene = new MergeScene(named ? "run" : null, jsonl ? OutputFormat.Jsonl : OutputFormat.Csv);
        new TestImages(rows % 60, seed: rows + 1).WriteCsv(scene["images.csv"], (i, row) => i < (rows % 60) - 1 && (bad >> (i % 32) & 1) == 1 ? "garbage" : row);
        scene.Request = scene.Request with { BatchSize = batch % 17 + 1 };
        var shards = count % 20 + 1;
        var single = (await scene.SingleAsync()).Manifest;
        await scene.PartsAsync(shards);

        var merged = (await scene.MergeAsync(shards)).Manifest;

        Assert.Equal(single.Outputs, merged.Outputs);
        foreach (var output in single.Outputs)
            Assert.Equal(await File.ReadAllBytesAsync(scene["one", output.File]), scene.Read(output.File));
        Assert.Equal((single.Input, single.Accuracy, single.Model), (merged.Input, merged.Accuracy, merged.Model));
        Assert.Equal((single.Counts.Read, single.Counts.Predicted, single.Counts.Rejected), (merged.Counts.Read, merged.Counts.Predicted, merged.Counts.Rejected));
        Assert.Equal(single.Counts.PerClass, merged.Counts.PerClass);
        Assert.Equal(shards, merged.Parts!.Count);
        Assert.Equal(["_manifest.json", "_rejects.jsonl", single.Outputs[0].File], scene.Names().Where(x => !x.Contains("-of-", StringComparison.Ordinal)));
        // The parts' manifests tell how the run went; their rows are in the whole now.
        Assert.Equal(shards, scene.Names().Count(x => x.StartsWith("_manifest-", StringComparison.Ordinal)));
        Assert.DoesNotContain(scene.Names(), x => x.StartsWith("predictions-", StringComparison.Ordinal) || x.StartsWith("_rejects-", StringComparison.Ordinal));
        Assert.Equal(merged.ToJson(), await File.ReadAllTextAsync(Path.Combine(scene.Folder, "_manifest.json")));
    }

    [Fact]
    public async Task Parquet_parts_stay_and_the_manifest_names_them_all()
    {
        using var scene = new MergeScene("run", OutputFormat.Parquet);
        await scene.PartsAsync(3);

        var merged = (await scene.MergeAsync(3)).Manifest;

        Assert.Equal(
            ["predictions-00001-of-00003.parquet", "predictions-00002-of-00003.parquet", "predictions-00003-of-00003.parquet", "_rejects.jsonl"],
            merged.Outputs.Select(x => x.File));
        Assert.Equal((MergeScene.Rows - 1, 1), (merged.Counts.Predicted, merged.Counts.Rejected));
        Assert.Equal(merged.Counts.Predicted, merged.Outputs.SkipLast(1).Sum(x => x.Rows));
        Assert.All(merged.Outputs, x => Assert.Equal(x.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(scene.Read(x.File)))));
    }

    [Fact]
    public async Task Parts_of_a_partition_become_its_result()
    {
        using var scene = new MergeScene();
        scene.Request = scene.Request with { Partition = Partition.Parse("dt=2026-11-24") };
        await scene.PartsAsync(2);

        var result = await scene.MergeAsync(2);

        Assert.Equal(scene["many", "dt=2026-11-24"], result.Address);
        Assert.True(File.Exists(scene["many", "dt=2026-11-24", "predictions.csv"]));
    }

    [Fact]
    public async Task Pictures_are_added_up_and_a_folder_is_known_by_its_list()
    {
        using var scene = new MergeScene();
        new TestImages(20).WritePngs(scene["pngs"], 20);
        scene.Request = scene.Request with { Input = FashionMnist.IO.Location.Parse(scene["pngs"], "--input"), BatchSize = 4 };
        var single = (await scene.SingleAsync()).Manifest;
        await scene.PartsAsync(3);

        var merged = (await scene.MergeAsync(3)).Manifest;

        Assert.Equal(single.Pictures, merged.Pictures);
        Assert.Equal(single.Input.ListingSha256, merged.Input.ListingSha256);
        Assert.Equal(await File.ReadAllBytesAsync(scene["one", "predictions.csv"]), scene.Read("predictions.csv"));
    }

    [Fact]
    public async Task Merging_again_changes_nothing()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(4);
        await scene.MergeAsync(4);
        var before = Snapshot(scene);

        await scene.MergeAsync(4);

        Assert.Equal(before, Snapshot(scene));
    }

    [Theory]
    [InlineData("predictions-00002-of-00004.csv")]
    [InlineData("_rejects-00001-of-00004.jsonl", "predictions-00004-of-00004.csv")]
    [InlineData]
    public async Task A_merge_that_was_killed_while_parts_were_removed_is_finished(params string[] stillThere)
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(4);
        var parts = stillThere.ToDictionary(x => x, scene.Read);
        await scene.MergeAsync(4);
        var whole = Snapshot(scene);
        File.Delete(Path.Combine(scene.Folder, "_manifest.json"));
        foreach (var (name, content) in parts)
            await File.WriteAllBytesAsync(Path.Combine(scene.Folder, name), content);

        await scene.MergeAsync(4);

        Assert.Equal(whole.Keys, Snapshot(scene).Keys);
        Assert.Equal(whole["_manifest.json"].Content, Snapshot(scene)["_manifest.json"].Content);
        Assert.Equal(whole["predictions.csv"], Snapshot(scene)["predictions.csv"]);
    }

    [Fact]
    public async Task A_part_that_runs_again_after_the_merge_takes_the_mark_away_and_merging_again_brings_it_back()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(4);
        await scene.MergeAsync(4);
        var whole = scene.Read("predictions.csv");

        await scene.PartAsync(3, 4);
        Assert.DoesNotContain("_manifest.json", scene.Names());
        await scene.MergeAsync(4);

        Assert.Equal(whole, scene.Read("predictions.csv"));
        Assert.DoesNotContain("predictions-00003-of-00004.csv", scene.Names());
    }

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.Parquet)]
    public async Task A_part_that_runs_again_during_the_merge_leaves_no_mark(OutputFormat format)
    {
        using var scene = new MergeScene("run", format);
        await scene.PartsAsync(3);

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => scene.MergeAsync(3, () => scene.PartAsync(2, 3)));

        Assert.Equal(ExitCodes.TryAgain, refusal.ExitCode);
        Assert.Contains("part 2 was run again during the merge", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("_manifest.json", scene.Names());
    }

    [Fact]
    public async Task A_part_that_has_only_begun_to_publish_leaves_no_mark()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(3);
        var mark = Path.Combine(scene.Folder, "_manifest-00002-of-00003.json");

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => scene.MergeAsync(3, () => Task.Run(() => File.Delete(mark))));

        Assert.Equal(ExitCodes.TryAgain, refusal.ExitCode);
        Assert.DoesNotContain("_manifest.json", scene.Names());
    }

    [Fact]
    public void A_part_takes_its_own_mark_away_before_that_of_the_whole()
    {
        var names = new OutputNames(new RunIdentity("run", new Shard(2, 3)), OutputFormat.Csv);

        Assert.Equal(["_manifest-00002-of-00003.json", "_manifest.json"], names.Manifests);
    }

    [Fact]
    public async Task Of_two_merges_at_once_both_end_well()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(3);
        var single = (await scene.SingleAsync()).Manifest;

        var merged = (await scene.MergeAsync(3, () => scene.MergeAsync(3))).Manifest;

        Assert.Equal(single.Outputs, merged.Outputs);
        Assert.Equal(merged.ToJson(), await File.ReadAllTextAsync(Path.Combine(scene.Folder, "_manifest.json")));
        Assert.DoesNotContain(scene.Names(), x => x.StartsWith("predictions-", StringComparison.Ordinal));
    }

    private static SortedDictionary<string, (DateTime Written, string Content)> Snapshot(MergeScene scene) => new(
        scene.Names().ToDictionary(x => x, x => (File.GetLastWriteTimeUtc(Path.Combine(scene.Folder, x)), Convert.ToBase64String(scene.Read(x)))),
        StringComparer.Ordinal);
}
