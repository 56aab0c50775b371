using System.Diagnostics;
using System.Globalization;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>The real program as a process.</summary>
internal sealed class JobProcess : IDisposable
{
    /// <summary>Names another build of the program to test, for example the native one of the image.</summary>
    private const string ProgramVariable = "FASHION_MNIST_TEST_JOB";

    public static string Program { get; } = Environment.GetEnvironmentVariable(ProgramVariable)
        ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "fashion_mnist_job.exe" : "fashion_mnist_job");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private JobProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static JobProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static JobProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments);
        // Neither a job of AWS Batch nor the dataset of whoever runs the tests is meant.
        foreach (var variable in start.Environment.Keys.Where(x => x.StartsWith("AWS_BATCH_", StringComparison.Ordinal) || x == ConfigurationLoader.DataVariable).ToList())
            start.Environment.Remove(variable);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new JobProcess(start);
    }

    /// <summary>Starts the program from a line of bash, in which <c>"$@"</c> is the program with its arguments.</summary>
    public static JobProcess StartFrom(string bash, params string[] arguments) =>
        new(new ProcessStartInfo("bash", ["-c", bash, "bash", Program, .. arguments]));

    public static async Task<JobOutcome> RunAsync(params string[] arguments)
    {
        using var job = Start(arguments);
        return await job.EndAsync();
    }

    public async Task<JobOutcome> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new JobOutcome(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Sends a signal by its name, for example INT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Kills the process with SIGKILL if it has not ended after a time.</summary>
    public async Task<JobOutcome> KillAfterAsync(TimeSpan time)
    {
        _process.WaitForExit(time);
        return await KillAsync();
    }

    public async Task<JobOutcome> KillAsync()
    {
        _process.Kill();
        return await EndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}

/// <summary>How a process ended.</summary>
internal sealed record JobOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The only line of standard error.</summary>
    public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
