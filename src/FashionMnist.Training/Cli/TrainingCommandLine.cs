using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FashionMnist.Hosting;
using FashionMnist.Models;
using FashionMnist.Models.Text;

namespace FashionMnist.Training.Cli;

/// <summary>The command line of the program.</summary>
internal static class TrainingCommandLine
{
    private const string Program = "fashion_mnist_training";

    /// <summary>Parses and runs.</summary>
    /// <param name="arguments">The words of the command line.</param>
    /// <param name="output">Where help goes.</param>
    /// <param name="error">Where a problem with the command line goes.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Trains the Fashion-MNIST classifier and exports it to ONNX.") { TrainCommand.Create() };
        var result = root.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
            return await CommandLineProblem.TellAsync(arguments, Problem(result), error);

        // Signals and failures are handled in one place, the program host.
        var exitCode = await result.InvokeAsync(
            new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        if (result.Action is HelpAction && result.CommandResult.Command.Name == TrainCommand.Name)
            await output.WriteLineAsync(TrainCommand.Example);
        return exitCode;
    }

    private static string Problem(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var known = command.Options.Select(x => x.Name).Concat(command.Subcommands.Select(x => x.Name)).ToList();
        var hint = result.UnmatchedTokens.Select(x => NearestName.Hint(x, known)).FirstOrDefault(x => x.Length > 0);
        var path = command is RootCommand ? Program : $"{Program} {command.Name}";
        return $"{string.Join(" ", result.Errors.Select(x => x.Message).Distinct()).ReplaceLineEndings(" ")}{hint} See {path} --help";
    }
}
