using FashionMnist.Models;
using FashionMnist.Prediction;

namespace FashionMnist.Tests.Prediction;

public class RunIdentityTests
{
    [Fact]
    public void Is_nothing_by_itself() => Assert.Equal(new RunIdentity(null, null), Resolve(null, null));

    [Fact]
    public void Comes_from_the_command_line_before_the_environment() => Assert.Equal(
        new RunIdentity("mine", new Shard(1, 5)),
        Resolve("mine", "1/5", ("AWS_BATCH_JOB_ID", "theirs"), ("AWS_BATCH_JOB_ARRAY_INDEX", "7"), ("AWS_BATCH_JOB_ARRAY_SIZE", "9")));

    [Fact]
    public void Comes_from_an_array_job_of_AWS_Batch() => Assert.Equal(
        new RunIdentity("6b1c9ef0-0000-4000-8000-000000000000", new Shard(3, 4)),
        Resolve(
            null,
            null,
            ("AWS_BATCH_JOB_ID", "6b1c9ef0-0000-4000-8000-000000000000:2"),
            ("AWS_BATCH_JOB_ARRAY_INDEX", "2"),
            ("AWS_BATCH_JOB_ARRAY_SIZE", "4")));

    [Fact]
    public void Has_no_shard_in_a_single_job_of_AWS_Batch() =>
        Assert.Equal(new RunIdentity("id", null), Resolve(null, null, ("AWS_BATCH_JOB_ID", "id")));

    [Fact]
    public void Takes_empty_variables_of_AWS_Batch_for_unset_ones() => Assert.Equal(
        new RunIdentity(null, null),
        Resolve(null, null, ("AWS_BATCH_JOB_ID", ""), ("AWS_BATCH_JOB_ARRAY_INDEX", ""), ("AWS_BATCH_JOB_ARRAY_SIZE", "")));

    [Theory]
    [InlineData("4", "4")]
    [InlineData("-1", "4")]
    [InlineData("x", "4")]
    [InlineData("0", null)]
    public void Refuses_an_array_index_that_makes_no_sense(string index, string? size)
    {
        var refusal = Assert.Throws<FashionMnistException>(
            () => Resolve(null, null, ("AWS_BATCH_JOB_ARRAY_INDEX", index), ("AWS_BATCH_JOB_ARRAY_SIZE", size)));
        Assert.Equal(ExitCodes.Configuration, refusal.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void Refuses_a_run_id_that_is_no_file_name(string runId)
    {
        Assert.Equal(ExitCodes.Usage, Assert.Throws<FashionMnistException>(() => Resolve(runId, null)).ExitCode);
        if (runId.Length > 0)
            Assert.Equal(ExitCodes.Configuration, Assert.Throws<FashionMnistException>(() => Resolve(null, null, ("AWS_BATCH_JOB_ID", runId))).ExitCode);
    }

    [Theory]
    [InlineData(null, OutputFormat.Csv, "predictions.csv _rejects.jsonl _manifest.json")]
    [InlineData("2/4", OutputFormat.Csv, "predictions-00002-of-00004.csv _rejects-00002-of-00004.jsonl _manifest-00002-of-00004.json")]
    [InlineData("1/1", OutputFormat.Jsonl, "predictions-00001-of-00001.jsonl _rejects-00001-of-00001.jsonl _manifest-00001-of-00001.json")]
    public void Names_the_outputs(string? shard, OutputFormat format, string expected)
    {
        var names = new OutputNames(Resolve("run", shard), format);
        Assert.Equal(expected, $"{names.Predictions} {names.Rejects} {names.Manifest}");
        Assert.Equal("run", names.Folder);
    }

    private static RunIdentity Resolve(string? runId, string? shard, params (string Name, string? Value)[] environment) =>
        RunIdentity.Resolve(runId, shard, x => environment.FirstOrDefault(y => y.Name == x).Value);
}
