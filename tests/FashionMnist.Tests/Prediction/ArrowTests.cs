using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using ParquetSharp;

namespace FashionMnist.Tests.Prediction;

/// <summary>Both directions against Apache Arrow's own Parquet library, which pandas uses too.</summary>
public sealed class ArrowTests : IDisposable
{
    private const int Rows = 300;

    private readonly PredictionScene _scene = new();
    private readonly TestImages _images = new(Rows);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Arrow_reads_the_types_and_values_that_were_written()
    {
        _images.WriteIdx(_scene["images"]);
        _images.WriteIdxLabels(_scene["labels"]);
        var request = _scene.WithLabels(_scene.Request("images", "out"), "labels");
        await PredictionScene.RunAsync(request);
        await PredictionScene.RunAsync(request with { Format = OutputFormat.Parquet });

        using var file = new ParquetFileReader(_scene["out", "predictions.parquet"]);
        var schema = file.FileMetaData.Schema;
        Assert.Equal(
            ["index Int64", "predicted Int32", "name ByteArray", "probability Float", "expected Int32"],
            Enumerable.Range(0, schema.NumColumns).Select(i => $"{schema.Column(i).Name} {schema.Column(i).PhysicalType}"));
        Assert.Equal(LogicalTypeEnum.String, schema.Column(2).LogicalType.Type);
        Assert.Equal(1, schema.Column(4).MaxDefinitionLevel);

        using var group = file.RowGroup(0);
        var (index, predicted) = (Read<long>(group, 0), Read<int>(group, 1));
        var (name, probability, expected) = (Read<string>(group, 2), Read<float>(group, 3), Read<int?>(group, 4));
        var lines = Enumerable.Range(0, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{index[i]},{predicted[i]},{name[i]},{probability[i]},{expected[i]}"));
        Assert.Equal((await File.ReadAllLinesAsync(_scene["out", "predictions.csv"])).Skip(1), lines);
    }

    [Theory]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    [InlineData(Compression.Uncompressed)]
    public async Task What_arrow_wrote_is_read(Compression compression)
    {
        _images.WriteIdx(_scene["images"]);
        await PredictionScene.RunAsync(_scene.Request("images", "idx"));
        var rows = _images.Images.Chunk(ImageShape.Pixels).ToArray();
        Write<byte[]>("image.parquet", compression, ["image"], _ => rows);
        Write<long?>("pixels.parquet", compression, Pixels(), i => [.. rows.Select(x => (long?)x[i])]);
        Write<byte>("bytes.parquet", compression, Pixels(), i => [.. rows.Select(x => x[i])]);

        Write<int[]>("list.parquet", compression, ["image"], _ => [.. rows.Select(x => x.Select(y => (int)y).ToArray())]);
        Write<long?[]>("nullable.parquet", compression, ["image"], _ => [.. rows.Select(x => x.Select(y => (long?)y).ToArray())]);

        foreach (var input in new[] { "image", "pixels", "bytes", "list", "nullable" })
        {
            await PredictionScene.RunAsync(_scene.Request($"{input}.parquet", input));
            Assert.Equal(_scene.Read("idx", "predictions.csv"), _scene.Read(input, "predictions.csv"));
        }
    }

    [Fact]
    public async Task Lists_of_another_length_or_with_other_numbers_are_set_aside()
    {
        var good = new long?[ImageShape.Pixels];
        Array.Fill(good, 7);
        long?[] bad = [.. good[1..], 256];
        Write<long?[]?>("in", Compression.Snappy, ["image"], _ => [good, [], good[1..], null, bad, [.. good[1..], null], good]);

        await PredictionScene.RunAsync(_scene.Request("in", "out") with { OnError = ErrorPolicy.Skip });

        Assert.Equal(
            [
                "the image has 0 numbers, expected 784", "the image has 783 numbers, expected 784", "the image has 0 numbers, expected 784",
                "number 784 of the image is 256, allowed 0 to 255", "number 784 of the image is missing",
            ],
            (await File.ReadAllLinesAsync(_scene["out", "_rejects.jsonl"]))
                .Select(x => System.Text.Json.JsonDocument.Parse(x).RootElement.GetProperty("reason").GetString()));
        Assert.Equal(["0", "6"], (await File.ReadAllLinesAsync(_scene["out", "predictions.csv"])).Skip(1).Select(x => x.Split(',')[0]));
    }

    private static string[] Pixels() => [.. Enumerable.Range(1, ImageShape.Pixels).Select(x => $"pixel{x}")];

    private static T[] Read<T>(RowGroupReader group, int column)
    {
        using var reader = group.Column(column).LogicalReader<T>();
        return reader.ReadAll(Rows);
    }

    private void Write<T>(string name, Compression compression, string[] columns, Func<int, T[]> values)
    {
        using var file = new ParquetFileWriter(_scene[name], [.. columns.Select(x => new Column<T>(x))], compression);
        using (var group = file.AppendRowGroup())
        {
            for (var i = 0; i < columns.Length; i++)
            {
                using var column = group.NextColumn().LogicalWriter<T>();
                column.WriteBatch(values(i));
            }
        }

        file.Close();
    }
}
