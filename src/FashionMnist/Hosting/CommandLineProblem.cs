using FashionMnist.Models;

namespace FashionMnist.Hosting;

/// <summary>Says what is wrong with a command line, as its <c>--log-format</c> asks, so that whoever counts problems in a log counts these, too.</summary>
public static class CommandLineProblem
{
    private const string Option = "--log-format";

    /// <summary>Says it: one JSON event for <c>json</c>, else one line.</summary>
    /// <param name="arguments">The words of the command line.</param>
    /// <param name="problem">What is wrong with them.</param>
    /// <param name="error">Where a line goes.</param>
    /// <returns><see cref="ExitCodes.Usage"/>.</returns>
    public static async Task<int> TellAsync(IReadOnlyList<string> arguments, string problem, TextWriter error)
    {
        if (AsksForJson(arguments))
            return await ProgramHost.RunAsync(LogFormat.Json, new Dictionary<string, string>(), _ => throw new FashionMnistException(ExitCodes.Usage, problem));
        await error.WriteLineAsync(problem);
        return ExitCodes.Usage;
    }

    // The parser gave up on these words, so they are looked through by hand.
    private static bool AsksForJson(IReadOnlyList<string> arguments) => string.Join('=', arguments).Contains($"{Option}=json", StringComparison.OrdinalIgnoreCase);
}
