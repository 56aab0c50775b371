using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FashionMnist.Job.Tests.Processes;
using FashionMnist.Models;
using FashionMnist.Testing;
using FashionMnist.Testing.CloudFormation;
using Parquet;
using Parquet.Schema;

namespace FashionMnist.Job.Tests.CloudFormation;

/// <summary>What the stacks read of the job, held against what the job writes: its log, its columns, its command line.</summary>
public sealed partial class StackContractTests : IDisposable
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "deploy", "cloudformation");
    private readonly JobScene _scene = new();

    public StackContractTests()
    {
        Directory.CreateDirectory(_scene["images"]);
        File.WriteAllBytes(_scene["images", "a.png"], TestPng.FromGrey(new byte[28 * 28], 28));
        new TestImages(20).WriteIdx(_scene["images.gz"]);
    }

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("PredictedFilter", 20)]
    [InlineData("RejectedFilter", 0)]
    public async Task A_metric_is_the_figure_of_the_jobs_last_line(string filter, double value)
    {
        var events = await LogOfAsync(_scene["images.gz"]);
        Assert.Equal([value], Metric(filter, events));
    }

    [Fact]
    public async Task A_metric_is_the_seconds_of_the_run() =>
        Assert.InRange(Assert.Single(Metric("SecondsFilter", await LogOfAsync(_scene["images.gz"]))), 0, 600);

    [Fact]
    public async Task A_problem_counts_once_and_a_good_run_does_not()
    {
        Assert.Empty(Metric("ProblemFilter", await LogOfAsync(_scene["images.gz"])));
        Assert.Equal([1], Metric("ProblemFilter", await LogOfAsync(_scene["missing.gz"])));
    }

    [Fact]
    public async Task The_table_of_the_log_has_the_fields_of_the_events()
    {
        var events = (await LogOfAsync(_scene["images.gz"], "--run-id", "r", "--shard", "1/1")).Concat(await LogOfAsync(_scene["missing.gz"])).ToArray();
        var table = Table("Log");
        var mapping = table["StorageDescriptor"]!["SerdeInfo"]!["Parameters"]!.AsObject()
            .Where(x => x.Key.StartsWith("mapping.", StringComparison.Ordinal)).ToDictionary(x => x.Key["mapping.".Length..], x => (string)x.Value!);
        // Written only for a defect of the software, which a test cannot cause.
        var columns = Columns(table).Where(x => x.Name != "exception");
        Assert.All(columns, column =>
        {
            var name = mapping.GetValueOrDefault(column.Name, column.Name);
            var kinds = events.SelectMany(x => x.EnumerateObject()).Where(x => string.Equals(x.Name, name, StringComparison.OrdinalIgnoreCase))
                .Select(x => x.Value.ValueKind).Distinct().Except([JsonValueKind.Null]);
            // Without labels there is no accuracy, and the field is null.
            var expected = column.Type is "bigint" or "double" ? JsonValueKind.Number : JsonValueKind.String;
            IEnumerable<JsonValueKind> wanted = column.Name == "accuracy" ? [] : [expected];
            Assert.Equal(wanted, kinds);
        });
    }

    [Fact]
    public async Task The_table_of_Parquet_results_has_their_columns_and_types()
    {
        await LogOfAsync(_scene["images"], "--format", "parquet");
        await using var reader = await ParquetReader.CreateAsync(_scene["out", "predictions.parquet"]);
        Assert.Equal(reader.Schema.DataFields.Select(x => (x.Name, TypeInAthena(x))), Columns(Table("Predictions")));
    }

    [Fact]
    public async Task The_table_of_CSV_results_has_their_columns()
    {
        await LogOfAsync(_scene["images"]);
        var header = File.ReadLines(_scene["out", "predictions.csv"]).First().Split(',');
        Assert.Equal(header, Columns(Table("PredictionsCsv")).Select(x => x.Name));
    }

    [Fact]
    public async Task The_command_of_the_job_definition_is_one_that_the_job_takes()
    {
        var definition = CloudFormationTemplate.Load(Path.Combine(Folder, "batch.yaml")).Properties("JobDefinition");
        var values = new Dictionary<string, string>
        {
            ["model"] = _scene["model"],
            ["input"] = _scene["images.gz"],
            ["output"] = _scene["out"],
            ["runId"] = "0055AED6DCD90281E5-d41d8cd98f00b204",
            ["format"] = (string)definition["Parameters"]!["format"]!,
        };
        var command = definition["ContainerProperties"]!["Command"]!.AsArray().Select(x => (string)x!)
            .Select(x => x.StartsWith("Ref::", StringComparison.Ordinal) ? values[x[5..]] : x);

        Assert.Equal(ExitCodes.Ok, (await JobProcess.RunAsync([.. command])).ExitCode);
        Assert.True(File.Exists(_scene["out", values["runId"], "predictions.parquet"]));
    }

    private static List<double> Metric(string filter, IEnumerable<JsonElement> events)
    {
        var properties = CloudFormationTemplate.Load(Path.Combine(Folder, "monitoring.yaml")).Properties(filter);
        var pattern = FilterPattern().Match((string)properties["FilterPattern"]!);
        Assert.True(pattern.Success, "this test knows patterns of one field only");
        var (field, present, least) = (pattern.Groups[1].Value, pattern.Groups[2].Value == "= *", pattern.Groups[3].Value);
        var value = (string)properties["MetricTransformations"]![0]!["MetricValue"]!;
        return
        [
            .. events.Where(x => x.TryGetProperty(field, out var found)
                    && (present || (found.ValueKind == JsonValueKind.Number && found.GetDouble() >= double.Parse(least, CultureInfo.InvariantCulture))))
                .Select(x => value.StartsWith("$.", StringComparison.Ordinal) ? x.GetProperty(value[2..]).GetDouble() : double.Parse(value, CultureInfo.InvariantCulture)),
        ];
    }

    private async Task<IReadOnlyList<JsonElement>> LogOfAsync(string input, params string[] more)
    {
        var outcome = await JobProcess.RunAsync(
            ["predict", "--model", _scene["model"], "--input", input, "--output", _scene["out"], "--threads", "1", "--log-format", "json", .. more]);
        return [.. outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => JsonDocument.Parse(x).RootElement)];
    }

    private static JsonObject Table(string id) =>
        CloudFormationTemplate.Load(Path.Combine(Folder, "tables.yaml")).Properties(id)["TableInput"]!.AsObject();

    private static IEnumerable<(string Name, string Type)> Columns(JsonObject table) =>
        table["StorageDescriptor"]!["Columns"]!.AsArray().Select(x => ((string)x!["Name"]!, (string)x["Type"]!));

    /// <summary>https://docs.aws.amazon.com/athena/latest/ug/data-types.html</summary>
    private static string TypeInAthena(DataField field) => field.ClrType switch
    {
        var x when x == typeof(long) => "bigint",
        var x when x == typeof(int) => "int",
        var x when x == typeof(float) => "float",
        var x when x == typeof(string) || x == typeof(ReadOnlyMemory<char>) => "string",
        var other => $"{other}",
    };

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FashionMnist.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"\A\{ \$\.([A-Za-z]+) (= \*|>= ([0-9]+)) \}\z")]
    private static partial Regex FilterPattern();
}
