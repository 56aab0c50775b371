namespace Nuke.Common;

public enum Verbosity
{
    Verbose,
    Normal,
    Minimal,
    Quiet,
}

public enum LogLevel
{
    Trace,
    Normal,
    Warning,
    Error,
}
