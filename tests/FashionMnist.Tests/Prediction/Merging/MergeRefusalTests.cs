using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Tests.Prediction.Merging;

public class MergeRefusalTests
{
    [Fact]
    public async Task Names_the_parts_that_are_missing()
    {
        using var scene = new MergeScene("run");
        Assert.Contains("no manifest of any of the 4 parts", await scene.AssertRefusedAsync(ExitCodes.NotFound, 4), StringComparison.Ordinal);
        Assert.False(Directory.Exists(scene.Folder));

        await scene.PartAsync(1, 4);
        await scene.PartAsync(3, 4);

        Assert.Contains("2 of 4 parts are not complete: 2, 4", await scene.AssertRefusedAsync(ExitCodes.NotFound, 4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_rows_set_aside_than_allowed_over_all_parts_are_refused()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(3);
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => scene.MergeAsync(3, maximumRejects: 0.01));
        Assert.Equal((ExitCodes.BadInput, "1 of 50 rows cannot be used, allowed are 1 % (--max-rejects); nothing was written"), (refusal.ExitCode, refusal.Message));
        await scene.MergeAsync(3, maximumRejects: 0.02);
    }

    [Fact]
    public async Task A_part_whose_file_is_gone_is_missing_too()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(3);
        File.Delete(Path.Combine(scene.Folder, "predictions-00002-of-00003.csv"));

        Assert.Contains("predictions-00002-of-00003.csv is not there", await scene.AssertRefusedAsync(ExitCodes.NotFound, 3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OutputFormat.Csv, true)]
    [InlineData(OutputFormat.Csv, false)]
    [InlineData(OutputFormat.Parquet, true)]
    public async Task A_part_that_was_tampered_with_has_a_wrong_hash(OutputFormat format, bool sameLength)
    {
        using var scene = new MergeScene("run", format);
        await scene.PartsAsync(3);
        var file = Directory.GetFiles(scene.Folder, "predictions-00002-*").Single();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(file, sameLength ? bytes : bytes[..^1]);

        Assert.Contains(Path.GetFileName(file), await scene.AssertRefusedAsync(ExitCodes.Integrity, 3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch size")]
    [InlineData("the model")]
    [InlineData("--on-error")]
    [InlineData("the input")]
    [InlineData("--format")]
    [InlineData("the labels")]
    public async Task Parts_that_were_run_differently_do_not_fit(string what)
    {
        using var scene = new MergeScene("run");
        new TestImages(MergeScene.Rows).WriteIdx(scene["images"]);
        new TestImages(MergeScene.Rows).WriteIdxLabels(scene["labels"]);
        scene.Request = scene.Request with { Input = Location.Parse(scene["images"], "--input") };
        await scene.PartAsync(1, 2);
        TinyPackage.Write(scene["other"], change: x => x with { Created = x.Created.AddDays(1) });
        new TestImages(MergeScene.Rows).WriteIdx(scene["copy"]);

        await scene.PartAsync(2, 2, what switch
        {
            "batch size" => scene.Request with { BatchSize = 9 },
            "the model" => scene.Request with { Model = scene["other"] },
            "--on-error" => scene.Request with { OnError = ErrorPolicy.Stop },
            "the input" => scene.Request with { Input = Location.Parse(scene["copy"], "--input") },
            "--format" => scene.Request with { Format = OutputFormat.Jsonl },
            _ => scene.Request with { Labels = Location.Parse(scene["labels"], "--labels") },
        });

        var message = await scene.AssertRefusedAsync(ExitCodes.BadInput, 2);
        Assert.Contains("part 2", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_file_that_changes_between_two_parts_is_noticed()
    {
        using var scene = new MergeScene("run");
        await scene.PartAsync(1, 2);
        new TestImages(MergeScene.Rows, seed: 9).WriteCsv(scene["images.csv"]);
        await scene.PartAsync(2, 2);

        Assert.Contains("images.csv was changed during the run", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_changes_after_its_part_read_it_is_noticed()
    {
        using var scene = new MergeScene("run");
        var images = new TestImages(20);
        images.WritePngs(scene["pngs"], 20);
        scene.Request = scene.Request with { Input = Location.Parse(scene["pngs"], "--input"), BatchSize = 4 };
        await scene.PartAsync(1, 2);
        // Only the first part reads it.
        await File.WriteAllBytesAsync(scene["pngs", "00000.png"], images.Png(7));
        await scene.PartAsync(2, 2);

        Assert.Contains("pngs was changed during the run", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_none_or_does_not_add_up_is_refused()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(2);
        var file = Path.Combine(scene.Folder, "_manifest-00002-of-00002.json");
        var manifest = PredictionManifest.Parse(await File.ReadAllTextAsync(file));

        await File.WriteAllTextAsync(file, (manifest with { Counts = manifest.Counts with { Rejected = 1 } }).ToJson());
        Assert.Contains("part 2 has counts that do not add up", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Counts = manifest.Counts with { Labelled = long.MaxValue, Right = long.MaxValue } }).ToJson());
        Assert.Contains("part 2 has counts that do not add up", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Outputs = [.. manifest.Outputs.Select(x => x with { Bytes = long.MaxValue })] }).ToJson());
        Assert.Contains("part 2 has counts that do not add up", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Durations = manifest.Durations with { TotalSeconds = 1e300 } }).ToJson());
        Assert.Contains("part 2 has no duration", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Outputs = [manifest.Outputs[0] with { File = "../elsewhere.csv" }, manifest.Outputs[1]] }).ToJson());
        Assert.Contains("part 2 has the outputs ../elsewhere.csv", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Counts = manifest.Counts with { Read = 3 } }).ToJson());
        Assert.Contains("part 2 read 3 rows; its share are the 26 from row 24", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Outputs = [null!, manifest.Outputs[1]] }).ToJson());
        Assert.Contains("is no manifest (one of its outputs is null)", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { Shard = new Shard(1, 2) }).ToJson());
        Assert.Contains("part 2 says it is part 1/2", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (manifest with { RunId = "other" }).ToJson());
        Assert.Contains("part 2 is of run other", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "{}");
        Assert.Contains("_manifest-00002-of-00002.json is no manifest", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_attempt_at_the_run_left_is_removed_and_named()
    {
        using var scene = new MergeScene("run");
        await scene.PartsAsync(5);
        await scene.PartAsync(1, 2, scene.Request with { Format = OutputFormat.Parquet });
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "notes.txt"), "mine");
        await scene.PartsAsync(3);

        var result = await scene.MergeAsync(3);

        Assert.Contains("predictions-00004-of-00005.csv", result.Removed);
        Assert.Contains("_manifest-00001-of-00002.json", result.Removed);
        Assert.Contains("predictions-00001-of-00002.parquet", result.Removed);
        Assert.Equal(
            ["_manifest-00001-of-00003.json", "_manifest-00002-of-00003.json", "_manifest-00003-of-00003.json", "_manifest.json", "_rejects.jsonl", "notes.txt", "predictions.csv"],
            scene.Names());
    }

    [Fact]
    public async Task Without_a_run_id_other_results_in_the_folder_are_refused()
    {
        using var scene = new MergeScene();
        await PredictionScene.RunAsync(scene.Request with { Format = OutputFormat.Jsonl });
        await scene.PartsAsync(2);

        Assert.Contains("predictions.jsonl fit", await scene.AssertRefusedAsync(ExitCodes.BadInput, 2), StringComparison.Ordinal);
    }
}
