using FashionMnist.Models;

namespace FashionMnist.Job.Tests.Processes;

public sealed class SignalTests : IDisposable
{
    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("INT", ExitCodes.Interrupted)]
    [InlineData("TERM", ExitCodes.Terminated)]
    public async Task Stops_in_the_middle_of_its_work_and_leaves_nothing(string signal, int exitCode)
    {
        FifoInput.Make(_scene["images"]);
        using var job = JobProcess.Start(_scene.Predict("images"));
        using var input = await FifoInput.OpenAsync(_scene["images"], 10_000, job.EndAsync());
        input.Feed(5_000);

        job.Signal(signal);

        // The pipe stays open: the program must not wait for the rest of its input.
        var outcome = await job.EndAsync();
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("Stopped by a signal", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(_scene.Results());
    }

    [Fact]
    public async Task Checking_data_that_does_not_come_stops_too()
    {
        FifoInput.Make(_scene["images"]);
        using var job = JobProcess.Start("check-data", "--images", _scene["images"], "--labels", _scene["labels"]);
        using var input = await FifoInput.OpenAsync(_scene["images"], 10_000, job.EndAsync());

        job.Signal("TERM");

        Assert.Equal(ExitCodes.Terminated, (await job.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task Memory_does_not_grow_with_the_input(string format)
    {
        const int warmUp = 10_000, more = 100_000, allowedGrowthKilobytes = 32 * 1024;
        FifoInput.Make(_scene["images"]);
        using var job = JobProcess.Start(_scene.Predict("images", "--format", format));
        long before, after;
        using (var input = await FifoInput.OpenAsync(_scene["images"], warmUp + more, job.EndAsync()))
        {
            input.Feed(warmUp);
            before = PeakKilobytes(job.Id);
            input.Feed(more);
            after = PeakKilobytes(job.Id);
        }

        var outcome = await job.EndAsync();
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.InRange(after - before, 0, allowedGrowthKilobytes);
    }

    private static long PeakKilobytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(x => x.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture);
    }
}
