using System.Diagnostics;
using System.Text;

namespace Nuke.Common.Tooling;

/// <summary>A process whose output is kept and handed on line by line.</summary>
internal sealed class ToolProcess : IProcess
{
    private readonly Process _process;
    private readonly int? _timeout;
    private readonly List<Output> _output = [];

    public ToolProcess(
        string path,
        string arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environmentVariables,
        int? timeout,
        Action<OutputType, string> logger,
        Func<string, string> filter)
    {
        FileName = path;
        Arguments = filter(arguments);
        WorkingDirectory = workingDirectory;
        _timeout = timeout;
        _process = new Process { StartInfo = StartInfo(path, arguments, workingDirectory, environmentVariables) };
        _process.OutputDataReceived += (_, e) => Receive(OutputType.Std, e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(OutputType.Err, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        void Receive(OutputType type, string text)
        {
            if (text is null)
                return;
            var shown = filter(text);
            lock (_output)
                _output.Add(new Output { Type = type, Text = shown });
            logger(type, shown);
        }
    }

    public string FileName { get; }

    public string Arguments { get; }

    public string WorkingDirectory { get; }

    public IReadOnlyCollection<Output> Output
    {
        get
        {
            lock (_output)
                return [.. _output];
        }
    }

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public bool WaitForExit()
    {
        if (_timeout is { } milliseconds && !_process.WaitForExit(milliseconds))
        {
            Kill();
            return false;
        }

        // Waits for the end of both streams too.
        _process.WaitForExit();
        return true;
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo StartInfo(
        string path,
        string arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environmentVariables)
    {
        var info = new ProcessStartInfo(path, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (environmentVariables is not null)
        {
            info.Environment.Clear();
            foreach (var (name, value) in environmentVariables)
                info.Environment[name] = value;
        }

        return info;
    }
}
