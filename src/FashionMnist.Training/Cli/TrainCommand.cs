using System.CommandLine;
using System.Text.RegularExpressions;
using FashionMnist.Hosting;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Running;
using Serilog;

namespace FashionMnist.Training.Cli;

/// <summary><c>train</c>: a dataset in, a model package out.</summary>
internal static partial class TrainCommand
{
    /// <summary>Name as it is typed.</summary>
    public const string Name = "train";

    /// <summary>What the help shows after the options.</summary>
    public const string Example = """
        Example:
          fashion_mnist_training train --dataset artifacts/dataset.json --output artifacts/model \
            --fingerprint $(sha256sum config/fashion-mnist.json | cut -c 1-64) --config config/fashion-mnist.json --set training.seed=7

        Stopped at any point (Ctrl-C, kill -9), the same command continues after the last complete epoch.
        """;

    private static readonly Option<string> Dataset = new("--dataset")
    {
        Description = "dataset.json that names the data files and their hashes",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> Output = new("--output")
    {
        Description = $"Folder for {PackageFiles.Onnx}, {PackageFiles.Manifest}, {PackageFiles.Float32Onnx} beside an int8 model and, while training runs, the checkpoint",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Fingerprint = new("--fingerprint")
    {
        Description = "SHA-256 over everything that determines the weights; a finished model with the same one is not trained again",
        HelpName = "HEX",
        Required = true,
    };

    private static readonly Option<string?> Config = new("--config") { Description = "Configuration file; without it the defaults hold", HelpName = "FILE" };

    private static readonly Option<string[]> Settings = new("--set")
    {
        Description = "A setting to change, for example training.seed=7; may be repeated",
        HelpName = "PATH=VALUE",
    };

    private static readonly Option<string> Commit = new("--commit")
    {
        Description = "Git commit of the sources, for the manifest",
        HelpName = "SHA",
        DefaultValueFactory = _ => "unknown",
    };

    private static readonly Option<bool> Dirty = new("--dirty") { Description = "The working tree differs from the commit" };

    private static readonly Option<string?> Engine = new("--engine") { Description = "Name and version of the build engine, for the manifest", HelpName = "TEXT" };

    private static readonly Option<string> Format = new Option<string>("--log-format")
    {
        Description = "How to log; auto is text on a terminal, else JSON",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "text", "json");

    public static Command Create()
    {
        var command = new Command(Name, "Trains a network, proves that its ONNX export computes the same, and writes a model package")
        {
            Dataset, Output, Fingerprint, Config, Settings, Commit, Dirty, Engine, Format,
        };
        command.SetAction(async (parsed, _) => await ProgramHost.RunAsync(
            Enum.Parse<LogFormat>(parsed.GetRequiredValue(Format), ignoreCase: true),
            new Dictionary<string, string> { ["Commit"] = parsed.GetRequiredValue(Commit) },
            stop =>
            {
                new TrainingRun(Request(parsed), Log.Logger, TimeProvider.System).Execute(stop);
                return Task.FromResult(ExitCodes.Ok);
            }));
        return command;
    }

    private static TrainingRequest Request(ParseResult parsed) => new(
        parsed.GetRequiredValue(Dataset),
        parsed.GetRequiredValue(Output),
        Digest(parsed.GetRequiredValue(Fingerprint)),
        Configuration(parsed),
        new SourceRevision(parsed.GetRequiredValue(Commit), parsed.GetValue(Dirty)),
        parsed.GetValue(Engine));

    private static EffectiveConfiguration Configuration(ParseResult parsed)
    {
        var configuration = ConfigurationLoader.Load(parsed.GetValue(Config), ProcessEnvironment.Variables(), parsed.GetValue(Settings) ?? []);
        ProgramHost.Hide(configuration);
        return configuration;
    }

    private static string Digest(string text) => Sha256().IsMatch(text)
        ? text
        : throw new FashionMnistException(ExitCodes.Usage, $"--fingerprint {text}: expected 64 lower-case hex digits, as sha256sum prints them");

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();
}
