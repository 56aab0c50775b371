namespace Nuke.Common.Execution;

public class Terminal : Host
{
    private const string ZeroWidthSpace = "\u200b";
    private const char NoBreakSpace = '\u00a0';

    internal static bool IsRunningTerminal => true;

    internal static bool HasColours => !Console.IsOutputRedirected && (
        EnvironmentInfo.GetVariable("TERM") ?? "").StartsWith("xterm",
        StringComparison.Ordinal)
        ;

    /// <summary>Text whose spaces no log viewer may fold.</summary>
    internal static string Unbroken(string text) => text.Replace(' ', NoBreakSpace);

    internal static void WriteLine(string text = "", ConsoleColor? colour = null)
    {
        // Some log viewers swallow empty lines.
        var line = text.Length == 0 ? ZeroWidthSpace : text;
        Console.Out.WriteLine(colour is not null && HasColours ? $"\u001b[{CodeOf(colour.Value)}m{line}\u001b[0m" : line);
    }

    internal static IDisposable Block(string text)
    {
        if (!Logging.IsDisabled(DefaultOutput.TargetHeader))
        {
            WriteLine();
            WriteLine("╬" + new string('═', text.Length + 5), ConsoleColor.Cyan);
            WriteLine("║ " + text, ConsoleColor.Cyan);
            WriteLine("╬" + new string('═', Math.Max(text.Length - 4, 2)), ConsoleColor.Cyan);
            WriteLine();
        }

        return new BlockEnd(() => { });
    }

    private static int CodeOf(ConsoleColor colour) => colour switch
    {
        ConsoleColor.Red => 31,
        ConsoleColor.Green => 32,
        ConsoleColor.Yellow => 33,
        _ => 36,
    };
}

/// <summary>Does something at the end of a block.</summary>
internal sealed class BlockEnd(Action action) : IDisposable
{
    public void Dispose() => action();
}
