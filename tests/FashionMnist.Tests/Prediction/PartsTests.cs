using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction;

/// <summary>A table that lies in several files.</summary>
public sealed class PartsTests : IDisposable
{
    private readonly PredictionScene _scene = new();
    private readonly TestImages _first = new(7, seed: 3);
    private readonly TestImages _second = new(5, seed: 5);
    private readonly TestImages _third = new(9, seed: 7);

    public PartsTests()
    {
        Directory.CreateDirectory(_scene["in", "year=2026"]);
        _first.WriteCsv(_scene["in", "part-00000.csv"]);
        _second.WriteCsv(_scene["in", "part-00001.csv.gz"]);
        File.WriteAllBytes(_scene["in", "year=2026", "part-00002.parquet"], ParquetScene.NullablePixelColumnsAsync(_third).Result);
        File.WriteAllText(_scene["in", "_SUCCESS"], "");
        File.WriteAllText(_scene["in", "_manifest.json"], "{}");
        File.WriteAllText(_scene["in", ".part-00000.csv.crc"], "crc");
        File.WriteAllText(_scene["in", "README.md"], "# Data");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_parts_of_a_folder_are_one_input_in_the_order_of_their_names()
    {
        var result = await PredictionScene.RunAsync(_scene.Request("in", "out"));
        Assert.Equal(21, result.Manifest.Counts.Read);
        Assert.Equal(
            [.. _first.Labels, .. _second.Labels, .. _third.Labels],
            File.ReadLines(_scene["out", "predictions.csv"]).Skip(1).Select(x => byte.Parse(x.Split(',')[^1])));
        Assert.NotNull(result.Manifest.Input.ListingSha256);
    }

    [Fact]
    public async Task A_pattern_takes_the_files_that_fit_it()
    {
        var result = await PredictionScene.RunAsync(_scene.Request("in/part-*", "out"));
        Assert.Equal(12, result.Manifest.Counts.Read);
        Assert.Equal(7, (await PredictionScene.RunAsync(_scene.Request("in/part-0000?.csv", "one"))).Manifest.Counts.Read);
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request("in/*.npy", "none")));
        Assert.Equal((ExitCodes.NotFound, $"{_scene["in"]}/*.npy: no file in {_scene["in"]} has such a name"), (refusal.ExitCode, refusal.Message));
    }

    [Fact]
    public async Task Shards_of_parts_join_to_the_bytes_of_a_single_process()
    {
        var request = _scene.Request("in", "out") with { BatchSize = 2 };
        await PredictionScene.RunAsync(request);
        var joined = new List<byte>();
        for (var number = 1; number <= 4; number++)
        {
            var shard = await PredictionScene.RunAsync(request with { Identity = new RunIdentity(null, new Shard(number, 4)) });
            joined.AddRange(_scene.Read("out", shard.Manifest.Outputs[0].File));
        }

        Assert.Equal(_scene.Read("out", "predictions.csv"), joined);
    }

    [Fact]
    public async Task A_row_that_cannot_be_used_is_named_by_its_file()
    {
        await File.AppendAllTextAsync(_scene["in", "part-00000.csv"], "1,2,3\n");
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request("in", "out")));
        Assert.StartsWith($"{_scene["in", "part-00000.csv"]}: row 9: 3 columns, expected 785", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_their_own_are_refused_and_so_are_pictures_among_tables()
    {
        _first.WriteIdxLabels(_scene["labels"]);
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.WithLabels(_scene.Request("in", "out"), "labels")));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        await File.WriteAllBytesAsync(_scene["in", "part-00003.csv"], _first.Png(0));
        refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request("in", "out")));
        Assert.Equal(
            (ExitCodes.BadInput, $"{_scene["in", "part-00003.csv"]}: holds PNGs, among files that are tables; give one or the other"),
            (refusal.ExitCode, refusal.Message));
    }
}
