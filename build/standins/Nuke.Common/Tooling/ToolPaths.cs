
namespace Nuke.Common.Tooling;

/// <summary>Finds programs.</summary>
internal static class ToolPaths
{
    /// <summary>The program of a path, or of a name that is looked up on PATH.</summary>
    public static string Find(string toolPath)
    {
        if (!Path.IsPathRooted(toolPath) && !toolPath.Contains(Path.DirectorySeparatorChar))
            return OnPath(toolPath);
        Assert.FileExists(Path.GetFullPath(toolPath), argumentExpression: nameof(toolPath));
        return toolPath;
    }

    private static string OnPath(string name)
    {
        var locator = EnvironmentInfo.IsWin ? @"C:\Windows\System32\where.exe" : "/usr/bin/which";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = EnvironmentInfo.IsWin ? ["", ".exe", ".cmd", ".bat"] : [""];
        return folders.SelectMany(x => endings.Select(y => Path.Combine(x, name + y))).FirstOrDefault(IsProgram)
            .NotNull($"Could not find '{name}' via '{locator}'.");
    }

    private static bool IsProgram(string path)
    {
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
    }
}

public static class ToolResolver
{
    public static Tool GetPathTool(string pathExecutable)
    {
        var path = ToolPaths.Find(pathExecutable);
        return (arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler) =>
        {
            var process = ProcessTasks.StartProcess(
                path, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger);
            (exitHandler ?? (x => x.AssertZeroExitCode())).Invoke(process.AssertWaitForExit());
            return process.Output;
        };
    }
}

public delegate IReadOnlyCollection<Output> Tool(
    ArgumentStringHandler arguments,
    string workingDirectory = null,
    IReadOnlyDictionary<string, string> environmentVariables = null,
    int? timeout = null,
    bool? logOutput = null,
    bool? logInvocation = null,
    Action<OutputType, string> logger = null,
    Action<IProcess> exitHandler = null);
