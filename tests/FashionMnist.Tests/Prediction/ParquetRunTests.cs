using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Output.Parquet;
using FashionMnist.Testing;
using Parquet;

namespace FashionMnist.Tests.Prediction;

public sealed class ParquetRunTests : IDisposable
{
    private const int Rows = 50;
    private const long Unchanged = -2;

    private readonly PredictionScene _scene = new();
    private readonly TestImages _images = new(Rows);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Every_layout_gives_the_predictions_of_the_same_idx_images()
    {
        _images.WriteIdx(_scene["images"]);
        _images.WriteIdxLabels(_scene["labels"]);
        await File.WriteAllBytesAsync(_scene["image.parquet"], await LabelledAsync(groupRows: 7));
        await File.WriteAllBytesAsync(_scene["pandas.parquet"], await ParquetScene.NullablePixelColumnsAsync(_images));
        await File.WriteAllBytesAsync(_scene["bytes.parquet"], await ParquetScene.PixelColumnsAsync(_images.Images, x => x, groupRows: 11));
        await File.WriteAllBytesAsync(_scene["ints.parquet"], await ParquetScene.PixelColumnsAsync(_images.Images, x => (int)x));

        await PredictionScene.RunAsync(_scene.WithLabels(_scene.Request("images", "labelled"), "labels"));
        await PredictionScene.RunAsync(_scene.Request("images", "plain"));
        foreach (var input in new[] { "image", "pandas", "bytes", "ints" })
            await PredictionScene.RunAsync(_scene.Request($"{input}.parquet", input));

        Assert.Equal(_scene.Read("labelled", "predictions.csv"), _scene.Read("image", "predictions.csv"));
        Assert.Equal(_scene.Read("labelled", "predictions.csv"), _scene.Read("pandas", "predictions.csv"));
        Assert.Equal(_scene.Read("plain", "predictions.csv"), _scene.Read("bytes", "predictions.csv"));
        Assert.Equal(_scene.Read("plain", "predictions.csv"), _scene.Read("ints", "predictions.csv"));
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_set_aside_with_their_number()
    {
        await File.WriteAllBytesAsync(_scene["in"], await ParquetScene.NullablePixelColumnsAsync(_images, (row, column) => (row, column) switch
        {
            (1, 0) => 10,
            (2, 3) => 256,
            (3, 784) => null,
            (4, 0) => null,
            _ => Unchanged,
        }));
        var request = _scene.Request("in", "out");

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(request));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith($"{_scene["in"]}: row 2: label is 10, allowed 0 to 9; nothing was written", refusal.Message, StringComparison.Ordinal);

        var result = await PredictionScene.RunAsync(request with { OnError = ErrorPolicy.Skip });
        Assert.Equal(3, result.Manifest.Counts.Rejected);
        var rejects = await File.ReadAllLinesAsync(_scene["out", "_rejects.jsonl"]);
        Assert.EndsWith(""" "row":3,"reason":"pixel3 is 256, allowed 0 to 255"}""".TrimStart(), rejects[1], StringComparison.Ordinal);
        Assert.EndsWith(""" "row":4,"reason":"pixel784 is missing"}""".TrimStart(), rejects[2], StringComparison.Ordinal);
        // A label that is missing is not known, which is no fault.
        Assert.EndsWith(",", File.ReadAllLines(_scene["out", "predictions.csv"])[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_of_a_parquet_input_join_to_the_bytes_of_a_single_process()
    {
        await File.WriteAllBytesAsync(_scene["in"], await LabelledAsync(groupRows: 7));
        var request = _scene.Request("in", "out") with { BatchSize = 4 };
        await PredictionScene.RunAsync(request);
        var joined = new List<byte>();
        for (var number = 1; number <= 5; number++)
        {
            var shard = await PredictionScene.RunAsync(request with { Identity = new RunIdentity(null, new Shard(number, 5)) });
            joined.AddRange(_scene.Read("out", shard.Manifest.Outputs[0].File));
        }

        Assert.Equal(_scene.Read("out", "predictions.csv"), joined);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_parquet_output_holds_what_the_csv_output_holds(bool files)
    {
        if (files)
            _images.WritePngs(_scene["in"], Rows);
        else
            await File.WriteAllBytesAsync(_scene["in"], await LabelledAsync(groupRows: Rows));
        await PredictionScene.RunAsync(_scene.Request("in", "csv"));
        var request = _scene.Request("in", "parquet") with { Format = OutputFormat.Parquet };
        var result = await PredictionScene.RunAsync(request);
        var bytes = _scene.Read("parquet", "predictions.parquet");

        var lines = await ReadAsync(bytes);
        Assert.Equal(await File.ReadAllLinesAsync(_scene["csv", "predictions.csv"]), lines);
        Assert.Equal(Rows, Assert.Single(result.Manifest.Outputs).Rows);

        await PredictionScene.RunAsync(request);
        Assert.Equal(bytes, _scene.Read("parquet", "predictions.parquet"));
    }

    [Fact]
    public async Task Parts_of_a_parquet_run_are_whole_files_that_hold_all_rows_together()
    {
        await File.WriteAllBytesAsync(_scene["in"], await LabelledAsync(groupRows: 7));
        var request = _scene.Request("in", "out") with { Format = OutputFormat.Parquet, BatchSize = 16 };
        await PredictionScene.RunAsync(request);
        var rows = new List<string>();
        for (var number = 1; number <= 6; number++)
        {
            await PredictionScene.RunAsync(request with { Identity = new RunIdentity(null, new Shard(number, 6)) });
            rows.AddRange((await ReadAsync(_scene.Read("out", $"predictions-{number:D5}-of-00006.parquet"))).Skip(1));
        }

        Assert.Equal((await ReadAsync(_scene.Read("out", "predictions.parquet"))).Skip(1), rows);
    }

    [Fact]
    public async Task More_rows_than_a_row_group_holds_go_into_several()
    {
        const int rows = ParquetFormat.RowGroupRows + 5;
        new TestImages(rows).WriteIdx(_scene["in"]);
        await PredictionScene.RunAsync(_scene.Request("in", "out") with { Format = OutputFormat.Parquet });
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(_scene.Read("out", "predictions.parquet")));
        Assert.Equal([ParquetFormat.RowGroupRows, 5], reader.Metadata!.RowGroups.Select(x => x.NumRows));
    }

    [Fact]
    public async Task A_partition_stands_between_the_output_and_the_run()
    {
        _images.WriteIdx(_scene["in"]);
        var result = await PredictionScene.RunAsync(_scene.Request("in", "out") with
        {
            Format = OutputFormat.Parquet,
            Partition = Partition.Parse("dt=2026-11-24/shop=berlin"),
            Identity = new RunIdentity("r1", null),
        });
        Assert.Equal(_scene["out", "dt=2026-11-24", "shop=berlin", "r1"], result.Address);
        Assert.True(File.Exists(Path.Combine(result.Address, "predictions.parquet")));
        Assert.True(File.Exists(Path.Combine(result.Address, "_manifest.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("dt")]
    [InlineData("dt=")]
    [InlineData("=x")]
    [InlineData("dt=..")]
    [InlineData("dt=a/../b=c")]
    [InlineData("/dt=a")]
    [InlineData("dt=a\n")]
    [InlineData("Dt=a")]
    [InlineData("dt=a/dt=b")]
    [InlineData("probability=1")]
    public void A_partition_of_another_form_is_refused(string text)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Partition.Parse(text));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private Task<byte[]> LabelledAsync(int groupRows) => ParquetScene.ImageColumnAsync(
        [.. _images.Images.Chunk(ImageShape.Pixels)], [.. _images.Labels.Select(x => (int?)x)], groupRows);

    // The lines the CSV format would write.
    private static async Task<List<string>> ReadAsync(byte[] file)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        var fields = reader.Schema.DataFields;
        var lines = new List<string> { string.Join(',', fields.Select(x => x.Name)) };
        for (var number = 0; number < reader.RowGroupCount; number++)
        {
            using var group = reader.OpenRowGroupReader(number);
            var rows = (int)group.RowCount;
            var (index, predicted, name) = (new long[rows], new int[rows], new string?[rows]);
            var (probability, expected, path) = (new float[rows], new int?[rows], new string?[rows]);
            await group.ReadAsync<long>(fields[0], index.AsMemory());
            await group.ReadAsync<int>(fields[1], predicted.AsMemory());
            await group.ReadAsync(fields[2], name.AsMemory());
            await group.ReadAsync<float>(fields[3], probability.AsMemory());
            await group.ReadAsync<int>(fields[4], expected.AsMemory());
            if (fields.Length > 5)
                await group.ReadAsync(fields[5], path.AsMemory());
            lines.AddRange(Enumerable.Range(0, rows).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{index[i]},{predicted[i]},{name[i]},{probability[i]},{expected[i]}{(fields.Length > 5 ? $",{path[i]}" : "")}")));
        }

        return lines;
    }
}
