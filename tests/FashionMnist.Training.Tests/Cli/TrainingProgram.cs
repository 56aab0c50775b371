using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FashionMnist.Training.Tests.Cli;

/// <summary>The program as a process of its own, started from beside the tests.</summary>
internal sealed partial class TrainingProgram : IDisposable
{
    private const int Interrupt = 2;
    private readonly Process _process;

    private TrainingProgram(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fashion_mnist_training.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    public static (int ExitCode, string Output, string Error) Run(params IEnumerable<string> arguments)
    {
        using var program = Start(arguments);
        var output = program._process.StandardOutput.ReadToEndAsync();
        var error = program._process.StandardError.ReadToEnd();
        program._process.WaitForExit();
        return (program._process.ExitCode, output.Result, error);
    }

    public static TrainingProgram Start(params IEnumerable<string> arguments) => new(arguments);

    /// <summary>Reads the log up to a line with this text.</summary>
    public void WaitFor(string text)
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"the program ended with {_process.ExitCode} before it said '{text}'");
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Kills it if it has not ended after a time.</summary>
    public void KillAfter(TimeSpan time)
    {
        var drained = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        if (!_process.WaitForExit(time))
            Kill();
        drained.Wait();
    }

    /// <summary>Sends SIGINT.</summary>
    /// <returns>The exit code.</returns>
    public int PressControlC()
    {
        Assert.Equal(0, SendSignal(_process.Id, Interrupt));
        _process.StandardError.ReadToEnd();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
