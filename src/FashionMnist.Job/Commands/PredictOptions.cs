using System.CommandLine;
using FashionMnist.IO;
using FashionMnist.Models.Configuration;
using FashionMnist.Prediction;

namespace FashionMnist.Job.Commands;

/// <summary>The options of <c>predict</c>.</summary>
internal sealed class PredictOptions
{
    private static readonly PredictionOptions Defaults = new();

    private readonly Option<string> _model = Required(
        "--model", "The model: a store or one package; a folder, s3://bucket/prefix or mlflow:http://host.");

    private readonly Option<string> _input = Required(
        "--input", "The images: IDX, CSV, JSON Lines, NumPy, Parquet or PNG; a folder, a zip or a pattern.");

    private readonly Option<string?> _inputKey = new("--input-key")
    {
        HelpName = "KEY",
        Description = "Key of the object in --input s3://bucket, taken as it is.",
    };

    private readonly Option<string?> _inputVersion = new("--input-version")
    {
        HelpName = "ID",
        Description = "Version of the S3 object to read. Default: the current one.",
    };

    private readonly Option<string> _output = Required("--output", "Folder or s3://bucket/prefix for the results.");
    private readonly Option<string?> _labels = new("--labels")
    {
        HelpName = "URI",
        Description = "The labels of IDX images (IDX, .gz or raw).",
    };

    private readonly Option<string?> _shard = new("--shard")
    {
        HelpName = "I/N",
        Description = "Predict the I-th of N parts only. Default: what AWS Batch says, else everything.",
    };

    private readonly Option<string?> _runId = new("--run-id")
    {
        HelpName = "ID",
        Description = "Put the results into a folder of this name. Default: the AWS Batch job id, else none.",
    };

    private readonly Option<string?> _partition = new("--partition")
    {
        HelpName = "KEY=VALUE",
        Description = "Folder of the results that Athena and others read as a column; several with slashes.",
    };

    private readonly Option<string> _format = OneOf("--format", "How predictions are written.", "csv", "jsonl", "parquet");
    private readonly Option<string> _onError = OneOf("--on-error", "What to do with rows that cannot be used.", "stop", "skip");
    private readonly Option<int> _maximumRejects = SharedOptions.MaximumRejects(
        "Percentage of rows that --on-error skip may set aside, never all.");

    private readonly Option<bool> _probabilities = new("--probabilities") { Description = "Write all ten probabilities, too." };
    private readonly Option<string?> _keep = new("--keep")
    {
        HelpName = "COLUMNS",
        Description = "Columns of a CSV, JSON Lines or Parquet input to pass on, separated by commas.",
    };

    private readonly Option<string> _resize = OneOf(
        "--resize", "How to scale PNGs that are not 28x28; never refuses them.", "never", "fit", "stretch");

    private readonly Option<string> _invert = OneOf(
        "--invert", "Which PNGs to invert; auto: those with a light background.", "never", "auto", "always");

    private readonly Option<int> _batchSize = SharedOptions.Number(
        "--batch-size", "Images in one call of the model.", nameof(PredictionOptions.BatchSize), Defaults.BatchSize);

    private readonly Option<int> _threads = SharedOptions.Number(
        "--threads", "Threads of the model; 0 takes every core.", nameof(PredictionOptions.Threads), Defaults.Threads);

    private readonly Option<string> _modelName = new("--model-name")
    {
        HelpName = "NAME",
        Description = "Name of the model in a store.",
        DefaultValueFactory = _ => new StoreOptions().ModelName,
    };

    private readonly Option<bool> _report = new("--report") { Description = "Write a report for people beside the predictions." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Say nothing but what went wrong." };

    /// <summary>Adds all options to the command, in the order the help shows them.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _model, _input, _inputKey, _inputVersion, _output, _labels, _resize, _invert, _format, _probabilities, _keep, _partition, _onError, _maximumRejects, _report, _shard, _runId,
            _batchSize, _threads, _modelName, _quiet,
        ];
        foreach (var option in options)
            command.Add(option);
    }

    public bool Quiet(ParseResult result) => result.GetValue(_quiet);

    /// <summary>What the command line, and for run and part else the environment, says.</summary>
    /// <exception cref="Models.FashionMnistException">If a value is wrong.</exception>
    public PredictionRequest Request(ParseResult result) => new()
    {
        Model = result.GetRequiredValue(_model),
        ModelName = result.GetRequiredValue(_modelName),
        Input = Location.Parse(result.GetRequiredValue(_input), _input.Name)
            .WithObject(result.GetValue(_inputKey), result.GetValue(_inputVersion), _input.Name),
        Labels = result.GetValue(_labels) is { } labels ? Location.Parse(labels, _labels.Name) : null,
        Output = Location.Parse(result.GetRequiredValue(_output), _output.Name),
        Resize = Enum.Parse<ResizeMode>(result.GetRequiredValue(_resize), ignoreCase: true),
        Invert = Enum.Parse<InvertMode>(result.GetRequiredValue(_invert), ignoreCase: true),
        Format = Enum.Parse<OutputFormat>(result.GetRequiredValue(_format), ignoreCase: true),
        Partition = result.GetValue(_partition) is { } partition ? Partition.Parse(partition) : null,
        Report = result.GetValue(_report),
        OnError = Enum.Parse<ErrorPolicy>(result.GetRequiredValue(_onError), ignoreCase: true),
        MaximumRejects = result.GetRequiredValue(_maximumRejects) / 100.0,
        Probabilities = result.GetValue(_probabilities),
        Keep = KeptColumns.Parse(result.GetValue(_keep)),
        Identity = RunIdentity.Resolve(result.GetValue(_runId), result.GetValue(_shard), Environment.GetEnvironmentVariable),
        BatchSize = result.GetRequiredValue(_batchSize),
        Threads = result.GetRequiredValue(_threads),
    };

    private static Option<string> Required(string name, string description) =>
        new(name) { HelpName = "URI", Description = description, Required = true };

    private static Option<string> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        return option.AcceptOnlyFromAmong(values);
    }
}
