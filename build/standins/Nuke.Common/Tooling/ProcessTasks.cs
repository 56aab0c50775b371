using Serilog;

namespace Nuke.Common.Tooling;

public static class ProcessTasks
{
    public static bool DefaultLogOutput { get; set; } = true;

    public static bool DefaultLogInvocation { get; set; } = true;

    public static bool LogWorkingDirectory { get; set; } = true;

    public static string DefaultWorkingDirectory { get; set; } = EnvironmentInfo.WorkingDirectory;

    public static Action<OutputType, string> DefaultLogger { get; set; } = (type, text) =>
    {
        if (type == OutputType.Std)
            Log.Debug("{Text:l}", text);
        else
            Log.Error("{Text:l}", text);
    };

    public static IProcess StartShell(
        string command,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<string, string> outputFilter = null) =>
        StartProcess(
            ToolPaths.Find(EnvironmentInfo.IsWin ? "cmd" : "bash"),
            $"{(EnvironmentInfo.IsWin ? "/c" : "-c")} \"{command.Replace("\"", "\\\"")}\"",
            workingDirectory,
            environmentVariables,
            timeout,
            logOutput,
            logInvocation,
            logger,
            outputFilter);

    public static IProcess StartProcess(
        string toolPath,
        ArgumentStringHandler arguments,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null) =>
        StartProcess(
            toolPath, arguments.Text, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, arguments.Redaction);

    public static IProcess StartProcess(
        string toolPath,
        string arguments = null,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<string, string> outputFilter = null)
    {
        var filter = outputFilter ?? (x => x);
        var path = ToolPaths.Find(toolPath);
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            (path, arguments) = (ToolPaths.Find("dotnet"), $"{Arguments.Quoted(path)} {arguments}".TrimEnd());
        var directory = workingDirectory ?? DefaultWorkingDirectory;
        if (workingDirectory is not null)
            Assert.DirectoryExists(Path.GetFullPath(workingDirectory), argumentExpression: nameof(workingDirectory));
        if (logInvocation ?? DefaultLogInvocation)
        {
            Log.Information("> {Tool:l} {Arguments:l}", Arguments.Quoted(path), filter(arguments ?? ""));
            if (LogWorkingDirectory && directory != DefaultWorkingDirectory)
                Log.Information("@ {Directory:l}", directory);
        }

        var listener = logOutput ?? DefaultLogOutput ? logger ?? DefaultLogger : (_, _) => { };
        return new ToolProcess(path, arguments ?? "", directory, environmentVariables, timeout, listener, filter);
    }
}
