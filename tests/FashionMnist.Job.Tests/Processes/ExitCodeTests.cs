using System.Text.Json;
using FashionMnist.Models;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Job.Tests.Processes;

public sealed class ExitCodeTests : IDisposable
{
    private readonly JobScene _scene = new();

    public ExitCodeTests() => new TestImages(20).WriteIdx(_scene["images.gz"]);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Ends_with_0_and_a_summary_when_all_is_done()
    {
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.gz"));

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Matches($@"20 images in \d+\.\d s, model tiny [0-9a-f]{{12}}, results in {_scene["out"]}$", outcome.ErrorLine);
        Assert.Equal(["_manifest.json", "predictions.csv"], _scene.Results());
    }

    [Fact]
    public async Task Says_nothing_when_quiet()
    {
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.gz", "--quiet"));
        Assert.Equal(new JobOutcome(ExitCodes.Ok, "", ""), outcome);
    }

    [Fact]
    public async Task Takes_run_and_shard_from_AWS_Batch()
    {
        using var job = JobProcess.Start(
            new Dictionary<string, string>
            {
                ["AWS_BATCH_JOB_ID"] = "0f0e:1",
                ["AWS_BATCH_JOB_ARRAY_INDEX"] = "1",
                ["AWS_BATCH_JOB_ARRAY_SIZE"] = "2",
            },
            _scene.Predict("images.gz", "--batch-size", "8"));
        var outcome = await job.EndAsync();

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Equal(["0f0e"], _scene.Results());
        Assert.StartsWith(
            "8,", await File.ReadAllTextAsync(_scene["out", "0f0e", "predictions-00002-of-00002.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_read_is_a_finding_too()
    {
        var outcome = await JobProcess.RunAsync(
            "check-data", "--images", _scene["images.gz"], "--labels", _scene["none.gz"], "--output", _scene["findings.json"]);

        Assert.Equal(ExitCodes.NotFound, outcome.ExitCode);
        using var findings = JsonDocument.Parse(await File.ReadAllTextAsync(_scene["findings.json"]));
        var finding = Assert.Single(findings.RootElement.EnumerateArray());
        Assert.Equal(("readable", false), (finding.GetProperty("rule").GetString(), finding.GetProperty("passed").GetBoolean()));
        Assert.Contains("none.gz: not there", finding.GetProperty("finding").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--modl", "Did you mean --model?")]
    [InlineData("--batch-size many", "--batch-size many: allowed 1 to 65536")]
    [InlineData("--batch-size 99999999999", "--batch-size 99999999999: allowed 1 to 65536")]
    [InlineData("--batch-size 0", "allowed 1 to 65536")]
    [InlineData("--format xml", "'csv' 'jsonl' 'parquet'")]
    [InlineData("--resize crop", "'never' 'fit' 'stretch'")]
    [InlineData("--invert perhaps", "'never' 'auto' 'always'")]
    [InlineData("--invert auto", "holds no PNGs")]
    [InlineData("--partition dt", "--partition dt: expected key=value")]
    [InlineData("--shard 3/2", "1 <= I <= N")]
    [InlineData("--run-id ../x", "--run-id ../x")]
    public async Task Ends_with_64_for_a_wrong_command_line(string wrong, string hint)
    {
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.gz", wrong.Split(' ')));
        Assert.Equal(ExitCodes.Usage, outcome.ExitCode);
        Assert.Contains(hint, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_scene.Results());
    }

    [Theory]
    [InlineData("predict", "--modl", "x", "--log-format", "json")]
    [InlineData("predict", "--log-format=json")]
    [InlineData("predict", "--threads", "many", "--log-format", "json")]
    public async Task A_wrong_command_line_is_an_event_of_json_where_the_log_is(params string[] arguments)
    {
        var outcome = await JobProcess.RunAsync(arguments);
        Assert.Equal(ExitCodes.Usage, outcome.ExitCode);
        using var problem = JsonDocument.Parse(outcome.Error);
        Assert.Equal("Error", problem.RootElement.GetProperty("@l").GetString());
        Assert.Contains("See fashion_mnist_job predict --help", problem.RootElement.GetProperty("Problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_64_without_a_command() => Assert.Equal(ExitCodes.Usage, (await JobProcess.RunAsync()).ExitCode);

    [Fact]
    public async Task Ends_with_65_and_file_and_row_for_a_bad_row()
    {
        new TestImages(20).WriteCsv(_scene["images.csv"], (i, row) => i == 12 ? "7,x" : row);
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.csv"));
        Assert.Equal(ExitCodes.BadInput, outcome.ExitCode);
        Assert.Contains($"{_scene["images.csv"]}: row 14: 2 columns, expected 785", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_scene.Results());
    }

    [Fact]
    public async Task Ends_with_0_and_counts_bad_rows_that_may_be_skipped()
    {
        new TestImages(20).WriteCsv(_scene["images.csv"], (i, row) => i == 12 ? "7,x" : row);
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.csv", "--on-error", "skip"));
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Contains("19 images", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("accuracy", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("1 rows rejected", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(["_manifest.json", "_rejects.jsonl", "predictions.csv"], _scene.Results());
    }

    [Fact]
    public async Task Reports_light_backgrounds_and_what_was_left_out()
    {
        Directory.CreateDirectory(_scene["pngs"]);
        await File.WriteAllBytesAsync(_scene["pngs", "a.png"], TestPng.FromGrey([.. Enumerable.Repeat((byte)250, 784)], 28));
        await File.WriteAllTextAsync(_scene["pngs", "notes.txt"], "no image");

        var outcome = await JobProcess.RunAsync(_scene.Predict("pngs"));

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Contains("1 images have a light background", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--invert auto", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("1 files are not named .png and were left out", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.zip", "PK\u0003\u0004 and then nothing of use", "the zip archive is damaged")]
    [InlineData("in.parquet", "PAR1 and then nothing of use", "it does not end in PAR1")]
    [InlineData("in.png", "\u0089PNG and then nothing of use", "not a PNG file")]
    public async Task Ends_with_65_for_a_file_that_only_starts_well(string name, string content, string problem)
    {
        await File.WriteAllTextAsync(_scene[name], content, System.Text.Encoding.Latin1);
        var outcome = await JobProcess.RunAsync(_scene.Predict(name));
        Assert.Equal(ExitCodes.BadInput, outcome.ExitCode);
        Assert.Contains(problem, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(name, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_scene.Results());
    }

    [Fact]
    public async Task Ends_with_66_for_a_missing_input()
    {
        var outcome = await JobProcess.RunAsync(_scene.Predict("nothing"));
        Assert.Equal(ExitCodes.NotFound, outcome.ExitCode);
        Assert.Contains(_scene["nothing"], outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_66_for_a_missing_model()
    {
        Directory.Delete(_scene["model"], recursive: true);
        Assert.Equal(ExitCodes.NotFound, (await JobProcess.RunAsync(_scene.Predict("images.gz"))).ExitCode);
        Assert.Empty(_scene.Results());
    }

    [Fact]
    public async Task Ends_with_73_if_the_output_cannot_be_made()
    {
        await File.WriteAllTextAsync(_scene["out"], "a file is in the way");
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.gz"));
        Assert.Equal(ExitCodes.CannotWriteOutput, outcome.ExitCode);
        Assert.Contains(_scene["out"], outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_74_and_no_result_if_there_is_no_room()
    {
        new TestImages(2000).WriteIdx(_scene["many"]);
        // The limit on a file's size (8 kB) stands in for a full disk. The runtime reserves memory through a large file unless told not to.
        using var job = JobProcess.StartFrom(
            "trap '' XFSZ; ulimit -f 8; DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0 exec \"$@\"", _scene.Predict("many"));
        var outcome = await job.EndAsync();

        Assert.Equal(ExitCodes.InputOutput, outcome.ExitCode);
        Assert.Contains("predictions.csv: writing failed", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_scene.Results());
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("model.json")]
    public async Task Ends_with_80_if_one_byte_of_the_model_is_flipped(string file)
    {
        var bytes = await File.ReadAllBytesAsync(_scene["model", file]);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_scene["model", file], bytes);

        var outcome = await JobProcess.RunAsync(_scene.Predict("images.gz"));

        Assert.Equal(ExitCodes.Integrity, outcome.ExitCode);
        Assert.Matches("expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}", outcome.ErrorLine);
        Assert.Empty(_scene.Results());
    }

    [Fact]
    public async Task Ends_with_80_if_the_model_means_other_labels()
    {
        TinyPackage.Write(_scene["model"], change: x => x with { Labels = [.. x.Labels.Reverse()] });
        var outcome = await JobProcess.RunAsync(_scene.Predict("images.gz"));
        Assert.Equal(ExitCodes.Integrity, outcome.ExitCode);
        Assert.Contains("labels", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_scene.Results());
    }

    [Fact]
    public async Task Logs_one_json_object_a_line_with_run_and_shard_off_a_terminal()
    {
        var arguments = _scene.Predict("images.gz", "--run-id", "r1", "--shard", "1/2").Where(x => x is not ("--log-format" or "text"));
        var outcome = await JobProcess.RunAsync([.. arguments]);

        var log = JsonDocument.Parse(outcome.ErrorLine).RootElement;
        Assert.Equal("r1", log.GetProperty("RunId").GetString());
        Assert.Equal("1/2", log.GetProperty("Shard").GetString());
        Assert.Equal("tiny", log.GetProperty("Model").GetString());
        Assert.Equal(new string('c', 40), log.GetProperty("Commit").GetString());
    }
}
