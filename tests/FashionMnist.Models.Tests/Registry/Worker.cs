using System.Diagnostics;

namespace FashionMnist.Models.Tests.Registry;

/// <summary>The worker program as a process.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Process _process;

    private Worker(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    public static Worker Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "FashionMnist.Models.Tests.Worker.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new Worker(Process.Start(start)!);
    }

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    public void SendLine()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>SIGKILL on Linux and macOS: nothing in the process gets a chance to tidy up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>What it still had to say, once it is gone.</summary>
    public async Task<string> WaitAsync()
    {
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return rest;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
