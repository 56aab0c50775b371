using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Data;
using FashionMnist.Data.Contract;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Serilog;

namespace FashionMnist.Job.Commands;

/// <summary><c>check-data</c>: holds a dataset, or images and labels that came in, against the data contract.</summary>
internal static class CheckDataCommand
{
    public static Command Create(JobHost host)
    {
        var dataset = new Option<string?>("--dataset") { Description = "dataset.json of fetch-data: checks both splits" };
        var images = new Option<string?>("--images") { Description = "IDX file of images that came in" };
        var labels = new Option<string?>("--labels") { Description = "IDX file of their labels" };
        var output = new Option<string?>("--output") { Description = "File to write the findings to (JSON)" };
        var configuration = new ConfigurationArguments();
        var command = new Command("check-data", "Holds data against its contract: labels, image size, contrast, balance, duplicates")
        {
            dataset, images, labels, output,
        };
        configuration.AddTo(command);
        host.SetAction(command, (parsed, stop) =>
        {
            var contract = new DataContract(configuration.Load(parsed).Options.Contract);
            IReadOnlyList<RuleResult> Check() => (parsed.GetValue(dataset), parsed.GetValue(images), parsed.GetValue(labels)) switch
            {
                ({ } reference, null, null) => contract.Check(DatasetLoader.Load(reference)),
                (null, { } i, { } l) => contract.CheckIncoming(Path.GetFileName(i), DatasetLoader.LoadPair(i, l)),
                _ => throw new FashionMnistException(ExitCodes.Usage, "check-data needs either --dataset or both --images and --labels"),
            };
            // Reading may hang where no token reaches.
            return Task.Run(() => Report(Tested(Check, x => Keep(x, parsed.GetValue(output)))), stop).WaitAsync(stop);
        });
        return command;
    }

    /// <summary>Data that cannot even be read breaks a rule, too, and its finding is kept like all others.</summary>
    private static IReadOnlyList<RuleResult> Tested(Func<IReadOnlyList<RuleResult>> check, Action<IReadOnlyList<RuleResult>> keep)
    {
        try
        {
            var results = check();
            keep(results);
            return results;
        }
        catch (FashionMnistException e) when (e.ExitCode is ExitCodes.BadInput or ExitCodes.Integrity or ExitCodes.NotFound)
        {
            keep([new RuleResult("dataset", "readable", Passed: false, e.Message, [])]);
            throw;
        }
    }

    private static void Keep(IReadOnlyList<RuleResult> results, string? path)
    {
        if (path is not null)
            AtomicFile.Write(path, JsonSerializer.Serialize(results, CheckDataJsonContext.Default.IReadOnlyListRuleResult) + "\n");
    }

    private static int Report(IReadOnlyList<RuleResult> results)
    {
        foreach (var result in results)
        {
            if (result.Passed)
                Log.Information("{Rule:l}", result);
            else
                Log.Error("{Rule:l}", result);
        }

        var broken = results.Count(x => !x.Passed);
        if (broken > 0)
            throw new FashionMnistException(ExitCodes.BadInput, $"The data breaks {broken} of {results.Count} rules of its contract");
        Log.Information("The data keeps all {Count} rules of its contract", results.Count);
        return ExitCodes.Ok;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(IReadOnlyList<RuleResult>))]
internal sealed partial class CheckDataJsonContext : JsonSerializerContext;
