using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FashionMnist.Hosting;
using FashionMnist.Models;
using FashionMnist.Models.Text;

namespace FashionMnist.Job.CommandLine;

/// <summary>The command line of the program: what is common to all commands.</summary>
internal static class JobCommandLine
{
    private const string Program = "fashion_mnist_job";

    /// <summary>Parses and runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, IReadOnlyList<Command> commands)
    {
        var root = new RootCommand("Classifies images of garments with a promoted model, in batches.");
        foreach (var command in commands)
            root.Add(command);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new JobHelp((HelpAction)help.Action!);

        var result = root.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
            return await CommandLineProblem.TellAsync(arguments, Problem(result), Console.Error);

        // Signals and failures are handled in one place, the program host.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await result.InvokeAsync(configuration);
    }

    private static string Problem(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var known = command.Options.Select(x => x.Name).Concat(command.Subcommands.Select(x => x.Name)).ToList();
        var hint = result.UnmatchedTokens.Select(x => NearestName.Hint(x, known)).FirstOrDefault(x => x.Length > 0);
        var path = command is RootCommand ? Program : $"{Program} {command.Name}";
        // The library breaks lists of values into lines.
        var words = result.Errors.SelectMany(x => x.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{string.Join(' ', words)}{hint} See {path} --help";
    }
}
