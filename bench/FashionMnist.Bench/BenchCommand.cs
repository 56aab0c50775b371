using System.CommandLine;
using FashionMnist.Bench.Results;
using FashionMnist.Hosting;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Serilog;

namespace FashionMnist.Bench;

/// <summary>The command line of the bench.</summary>
internal static class BenchCommand
{
    private const int DefaultRounds = 5;

    private static readonly Option<string> Root = Path("--root", "Folder of the checkout");
    private static readonly Option<string> Job = Path("--job", "Assembly of the published batch job");
    private static readonly Option<string> BareLoop = Path("--bare-loop", "Assembly of the bare loop");
    private static readonly Option<string> TrainingBench = Path("--training-bench", "Assembly of the bench of the training");
    private static readonly Option<string> Model = Path("--model", "Folder that a training with training.precision=int8 wrote");
    private static readonly Option<string> Dataset = Path("--dataset", "dataset.json of fetch-data");
    private static readonly Option<string> Output = Path("--output", "Folder for inputs, results and the table");
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each side is measured", DefaultValueFactory = _ => DefaultRounds };
    private static readonly Option<string[]> Only = new Option<string[]>("--only")
    {
        Description = "Comparisons to make; all without it",
        AllowMultipleArgumentsPerToken = true,
    }.AcceptOnlyFromAmong([.. AllComparisons.List.Select(x => x.Name)]);

    public static RootCommand Create()
    {
        var command = new RootCommand("Compares this software with its peers and its limits on this machine, in one run.")
        {
            Root, Job, BareLoop, TrainingBench, Model, Dataset, Output, Rounds, Only,
        };
        command.SetAction((parsed, _) => ProgramHost.RunAsync(LogFormat.Text, new Dictionary<string, string>(), async stop =>
        {
            var output = Directory.CreateDirectory(parsed.GetRequiredValue(Output)).FullName;
            var context = new BenchContext(
                System.IO.Path.GetFullPath(parsed.GetRequiredValue(Root)), parsed.GetRequiredValue(Job), parsed.GetRequiredValue(BareLoop),
                parsed.GetRequiredValue(TrainingBench), await Float32Package.MakeAsync(parsed.GetRequiredValue(Model), output, stop),
                parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Dataset), output, parsed.GetValue(Rounds));
            var only = parsed.GetValue(Only) ?? [];
            var rows = new List<(string Name, Row Row)>();
            foreach (var comparison in AllComparisons.List.Where(x => only.Length == 0 || only.Contains(x.Name)))
                rows.Add((comparison.Name, await MeasureAsync(comparison, context, stop)));

            var table = ResultsTable.Of(rows);
            AtomicFile.Write(System.IO.Path.Combine(output, "results.md"), table);
            await Console.Out.WriteAsync(table);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<Row> MeasureAsync(IComparison comparison, BenchContext context, CancellationToken stop)
    {
        Log.Information("Measuring {Name:l}", comparison.Name);
        try
        {
            var row = await comparison.MeasureAsync(context, stop);
            Log.Information("{Name:l}: {Figure:l}, target {Target:l}", row.Name, row.Figure, row.Target);
            return row;
        }
        catch (NotHereException e)
        {
            Log.Warning("{Name:l}: {Reason:l}", comparison.Name, e.Message);
            return new Row(comparison.Name, e.Message, "", Met: null);
        }
    }

    private static Option<string> Path(string name, string description) => new(name) { Description = description, Required = true };
}
