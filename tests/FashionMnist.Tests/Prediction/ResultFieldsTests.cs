using System.Globalization;
using System.Text.Json;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using ParquetSharp;

namespace FashionMnist.Tests.Prediction;

/// <summary>All ten probabilities, and columns of the input that are passed on.</summary>
public sealed class ResultFieldsTests : IDisposable
{
    private const int Rows = 9;

    // Beyond what a float64 can tell apart.
    private const long FirstId = 9_007_199_254_740_993;

    private readonly PredictionScene _scene = new();
    private readonly TestImages _images = new(Rows);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Every_format_has_the_same_ten_probabilities_which_sum_to_1()
    {
        _images.WriteIdx(_scene["in"]);
        var request = _scene.Request("in", "out") with { Probabilities = true };
        await PredictionScene.RunAsync(request);
        await PredictionScene.RunAsync(request with { Format = OutputFormat.Jsonl });
        var manifest = (await PredictionScene.RunAsync(request with { Format = OutputFormat.Parquet })).Manifest;

        var csv = Lines("predictions.csv").Skip(1).Select(x => x.Split(',')[5..].Select(Number).ToArray()).ToArray();
        Assert.Equal("index,predicted,name,probability,expected,p0,p1,p2,p3,p4,p5,p6,p7,p8,p9", Lines("predictions.csv")[0]);
        Assert.Equal(csv, Lines("predictions.jsonl").Select(x => JsonDocument.Parse(x).RootElement.GetProperty("probabilities").EnumerateArray().Select(y => y.GetSingle()).ToArray()));
        using var file = new ParquetFileReader(_scene["out", "predictions.parquet"]);
        using var group = file.RowGroup(0);
        Assert.Equal(csv.Select(x => x[3]), group.Column(8).LogicalReader<float>().ReadAll(Rows));
        Assert.All(csv, x => Assert.Equal(1, x.Sum(), 1e-4));
        Assert.Equal(Lines("predictions.csv").Skip(1).Select(x => Number(x.Split(',')[3])), csv.Select(x => x.Max()));
        Assert.Equal("p9", manifest.Columns![^1]);
    }

    [Fact]
    public async Task Columns_are_passed_on_from_every_table_to_every_table()
    {
        WriteTables();
        string[] expected = [.. Enumerable.Range(0, Rows).Select(x => $"{FirstId + x}|{Shop(x)}")];
        foreach (var input in new[] { "in.csv", "in.jsonl", "in.parquet" })
        {
            var request = _scene.Request(input, "out") with { Keep = ["id", "shop"], BatchSize = 2 };
            await PredictionScene.RunAsync(request);
            await PredictionScene.RunAsync(request with { Format = OutputFormat.Jsonl });
            await PredictionScene.RunAsync(request with { Format = OutputFormat.Parquet });
            Assert.EndsWith("expected,id,shop", Lines("predictions.csv")[0], StringComparison.Ordinal);
            Assert.Equal(expected, Lines("predictions.csv").Skip(1).Select(x => string.Join('|', x.Split(',', 7)[5..]).Replace("\"", "", StringComparison.Ordinal)));
            Assert.Equal(expected, Lines("predictions.jsonl").Select(x => JsonDocument.Parse(x).RootElement).Select(x => $"{x.GetProperty("id")}|{x.GetProperty("shop")}"));
            using var file = new ParquetFileReader(_scene["out", "predictions.parquet"]);
            using var group = file.RowGroup(0);
            Assert.Equal(expected, group.Column(5).LogicalReader<string>().ReadAll(Rows).Zip(group.Column(6).LogicalReader<string>().ReadAll(Rows), (x, y) => $"{x}|{y}"));
        }
    }

    [Fact]
    public async Task Without_both_the_manifest_names_no_columns()
    {
        _images.WriteCsv(_scene["in.csv"]);
        Assert.Null((await PredictionScene.RunAsync(_scene.Request("in.csv", "out"))).Manifest.Columns);
        Assert.DoesNotContain("columns", File.ReadAllText(_scene["out", "_manifest.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.csv", "row 1: no column size to keep")]
    [InlineData("in.parquet", "no column size to keep")]
    public async Task A_column_that_is_not_there_is_refused(string input, string message)
    {
        WriteTables();
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request(input, "out") with { Keep = ["size"] }));
        Assert.Equal((ExitCodes.BadInput, $"{_scene[input]}: {message}"), (refusal.ExitCode, refusal.Message));
    }

    [Fact]
    public async Task An_input_without_columns_is_refused()
    {
        _images.WriteIdx(_scene["in"]);
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request("in", "out") with { Keep = ["id"] }));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
    }

    [Theory]
    [InlineData("id,,shop", "--keep: expected names of columns, separated by commas")]
    [InlineData("id,id", "--keep: a column stands there twice")]
    [InlineData("name", "--keep: the results have a column name of their own; rename it in the input")]
    [InlineData("p3", "--keep: the results have a column p3 of their own; rename it in the input")]
    public void Refuses_names_that_cannot_be_kept(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FashionMnistException>(() => KeptColumns.Parse(text)).Message);

    [Theory]
    [InlineData(0.4, false)]
    [InlineData(0.3, true)]
    [InlineData(1, false)]
    public async Task At_most_a_share_of_the_rows_may_be_set_aside(double share, bool refused)
    {
        _images.WriteCsv(_scene["in.csv"], (row, text) => row % 3 == 0 ? "1,2" : text);
        var request = _scene.Request("in.csv", "out") with { OnError = ErrorPolicy.Skip, MaximumRejects = share };
        if (!refused)
        {
            Assert.Equal(3, (await PredictionScene.RunAsync(request)).Manifest.Counts.Rejected);
            return;
        }

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(request));
        Assert.Equal(
            (ExitCodes.BadInput, $"3 of 9 rows cannot be used, allowed are 30 % (--max-rejects); the first: {_scene["in.csv"]}: row 2: 2 columns, expected 785; nothing was written"),
            (refusal.ExitCode, refusal.Message));
        Assert.False(File.Exists(_scene["out", "_manifest.json"]));
    }

    [Fact]
    public async Task Never_all_rows_are_set_aside()
    {
        _images.WriteCsv(_scene["in.csv"], (_, _) => "1,2");
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(
            () => PredictionScene.RunAsync(_scene.Request("in.csv", "out") with { OnError = ErrorPolicy.Skip, MaximumRejects = 1 }));
        Assert.StartsWith("9 of 9 rows cannot be used, never all of them may be set aside; the first: ", refusal.Message, StringComparison.Ordinal);
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static string Shop(int row) => row % 2 == 0 ? "Köln, Süd" : "";

    private string[] Lines(string file) => File.ReadAllLines(_scene["out", file]);

    private void WriteTables()
    {
        File.WriteAllLines(
            _scene["in.csv"],
            [$"id,{TestImages.Header(true)},shop", .. Enumerable.Range(0, Rows).Select(x => $"{FirstId + x},{_images.Row(x)},\"{Shop(x)}\"")]);
        var pixels = _images.Images.Chunk(ImageShape.Pixels).ToArray();
        File.WriteAllLines(_scene["in.jsonl"], Enumerable.Range(0, Rows).Select(x => JsonSerializer.Serialize(
            new { id = FirstId + x, image = Array.ConvertAll(pixels[x], y => (int)y), shop = Shop(x) })));
        using var file = new ParquetFileWriter(_scene["in.parquet"], [new Column<long>("id"), new Column<byte[]>("image"), new Column<string>("shop")]);
        using (var group = file.AppendRowGroup())
        {
            group.NextColumn().LogicalWriter<long>().WriteBatch([.. Enumerable.Range(0, Rows).Select(x => FirstId + x)]);
            group.NextColumn().LogicalWriter<byte[]>().WriteBatch(pixels);
            group.NextColumn().LogicalWriter<string>().WriteBatch([.. Enumerable.Range(0, Rows).Select(Shop)]);
        }

        file.Close();
    }
}
