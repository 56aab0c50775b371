using System.CommandLine;
using FashionMnist.Hosting;
using FashionMnist.Models;

namespace FashionMnist.Job.Commands;

/// <summary>What every command has: how it logs, and the program host around it.</summary>
internal sealed class JobHost
{
    private readonly Option<string> _logFormat = new Option<string>("--log-format")
    {
        Description = "How to log; auto is text on a terminal, else JSON.",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "text", "json");

    /// <summary>Gives a command its work.</summary>
    public void SetAction(Command command, Func<ParseResult, CancellationToken, Task<int>> body) =>
        SetAction(command, _ => new Dictionary<string, string>(), body);

    /// <summary>Gives a command its work.</summary>
    /// <param name="command">The command; <c>--log-format</c> is added to it.</param>
    /// <param name="properties">Properties of every log event. May refuse the command line.</param>
    /// <param name="body">The work; its token is cancelled by signals.</param>
    public void SetAction(
        Command command,
        Func<ParseResult, IReadOnlyDictionary<string, string>> properties,
        Func<ParseResult, CancellationToken, Task<int>> body)
    {
        command.Add(_logFormat);
        command.SetAction(async (parsed, _) =>
        {
            try
            {
                return await ProgramHost.RunAsync(Format(parsed), properties(parsed), stop => body(parsed, stop));
            }
            catch (FashionMnistException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return e.ExitCode;
            }
        });
    }

    public LogFormat Format(ParseResult parsed) => Enum.Parse<LogFormat>(parsed.GetRequiredValue(_logFormat), ignoreCase: true);
}
