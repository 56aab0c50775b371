using System.CommandLine;
using FashionMnist.IO;
using FashionMnist.Job.CommandLine;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Merging;

namespace FashionMnist.Job.Commands;

/// <summary>The options of <c>merge</c>.</summary>
internal sealed class MergeOptions
{
    private readonly Option<string> _output = new("--output")
    {
        HelpName = "URI",
        Description = "The --output that the shards were given.",
        Required = true,
    };

    private readonly Option<int> _shards = new Option<int>("--shards")
    {
        HelpName = "N",
        Description = "Number of shards, the size of the array job.",
        Required = true,
    }.Within(1, MergeRequest.MaximumShards);

    private readonly Option<string?> _runId = new("--run-id")
    {
        HelpName = "ID",
        Description = "The run id of the shards. Default: none; what AWS Batch says is the id of the merge.",
    };

    private readonly Option<string?> _partition = new("--partition")
    {
        HelpName = "KEY=VALUE",
        Description = "The --partition that the shards were given.",
    };

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "How the shards wrote predictions. Default: as the first one says.",
    }.AcceptOnlyFromAmong("csv", "jsonl", "parquet");

    private readonly Option<int> _maximumRejects = SharedOptions.MaximumRejects("Percentage of all rows that may have been set aside, never all.");
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Say nothing but what went wrong." };

    /// <summary>Adds all options to the command, in the order the help shows them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _output, _shards, _runId, _partition, _format, _maximumRejects, _quiet })
            command.Add(option);
    }

    public bool Quiet(ParseResult result) => result.GetValue(_quiet);

    /// <summary>What the command line says.</summary>
    /// <exception cref="FashionMnistException">If a value is wrong.</exception>
    public MergeRequest Request(ParseResult result) => new()
    {
        Output = Location.Parse(result.GetRequiredValue(_output), _output.Name),
        Shards = result.GetRequiredValue(_shards),
        RunId = result.GetValue(_runId) is { } runId ? RunIdentity.Resolve(runId, shard: null, _ => null).RunId : null,
        Partition = result.GetValue(_partition) is { } partition ? Partition.Parse(partition) : null,
        Format = result.GetValue(_format) is { } format ? Enum.Parse<OutputFormat>(format, ignoreCase: true) : null,
        MaximumRejects = result.GetRequiredValue(_maximumRejects) / 100.0,
    };
}
