using System.Text.RegularExpressions;
using Serilog.Events;

namespace FashionMnist.Build.Output;

/// <summary>Remembers the first line that said what was wrong: what comes after it is mostly a consequence.</summary>
internal sealed partial class FirstError
{
    /// <summary>The line; none: nothing was wrong.</summary>
    public string? Line { get; private set; }

    /// <summary>All exceptions of the log, and what caused them.</summary>
    public List<Exception> Exceptions { get; } = [];

    /// <summary>
    /// Hears of a line of the log. Compilers and test runners write their errors where everything else goes, so those are known by
    /// their form.
    /// </summary>
    public void Hear(LogEventLevel level, string message, Exception? exception = null)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            Exceptions.Add(e);
        if (Line is null && (level >= LogEventLevel.Error || ToolError().IsMatch(message)))
            Line = message.ReplaceLineEndings("\n").Split('\n').Select(x => x.Trim()).FirstOrDefault(x => x.Length > 0);
    }

    [GeneratedRegex(@"(^|\s)error [A-Z]{2,}\d+:")]
    private static partial Regex ToolError();
}
