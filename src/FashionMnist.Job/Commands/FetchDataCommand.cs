using System.CommandLine;
using FashionMnist.Data.Sources;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Serilog;

namespace FashionMnist.Job.Commands;

/// <summary><c>fetch-data</c>: finds the dataset and writes down where it is.</summary>
internal static class FetchDataCommand
{
    public static Command Create(JobHost host)
    {
        var root = new Option<string>("--root") { Description = "Folder of the checkout", DefaultValueFactory = _ => "." };
        var output = new Option<string>("--output") { Description = "File to write the finding to (dataset.json)", Required = true };
        var configuration = new ConfigurationArguments();
        var command = new Command("fetch-data", "Finds or downloads the dataset and proves its hashes") { root, output };
        configuration.AddTo(command);
        host.SetAction(command, async (parsed, cancellationToken) =>
        {
            var options = configuration.Load(parsed).Options;
            using var http = DatasetFetcher.CreateClient(options.Data);
            var checkout = Path.GetFullPath(parsed.GetValue(root)!);
            var cache = DatasetFetcher.UserCache(ConfigurationArguments.Variables, checkout);
            var found = await new DatasetFetcher(options, checkout, cache, http, TimeProvider.System)
                .FetchAsync(cancellationToken);

            AtomicFile.Write(parsed.GetValue(output)!, found.ToJson());
            if (found.Synthetic)
                Log.Warning("No source has Fashion-MNIST: the SYNTHETIC look-alike dataset is used, in {Directory}", found.Directory);
            else
                Log.Information("Dataset {Name} found: {Source}", found.Name, found.Source);
            return ExitCodes.Ok;
        });
        return command;
    }
}
