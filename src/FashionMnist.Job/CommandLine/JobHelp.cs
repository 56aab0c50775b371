using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FashionMnist.Job.CommandLine;

/// <summary>The library's help, then the sections of the command and the exit codes.</summary>
internal sealed class JobHelp : SynchronousCommandLineAction
{
    private const int Width = 120;

    private readonly HelpAction _inner;

    public JobHelp(HelpAction inner)
    {
        _inner = inner;
        _inner.MaxWidth = Width;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = _inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        foreach (var section in SectionsOf(parseResult.CommandResult.Command))
        {
            output.WriteLine($"{section.Title}:");
            foreach (var line in section.Lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
        }

        return exitCode;
    }

    private static IEnumerable<HelpSection> SectionsOf(Command command) =>
        [.. (command as JobCommand)?.Sections ?? [], ExitCodeHelp.Section];
}
