using FashionMnist.IO;
using FashionMnist.Prediction;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction;

public sealed class AbandonedReadTests : IDisposable
{
    private const int BatchSize = 10;

    private readonly PredictionScene _scene = new();
    private readonly StuckFile _file;
    private readonly PredictionRun _run;
    private readonly PredictionRun _shard;

    public AbandonedReadTests()
    {
        var images = new TestImages(4 * BatchSize).WriteIdx(_scene["images"]);
        _file = new StuckFile(File.ReadAllBytes(images)[..^1]);
        var request = _scene.Request("images", "out") with { BatchSize = BatchSize };
        _run = new PredictionRun(request, TimeProvider.System, new StuckFiles(_file));
        _shard = new PredictionRun(
            request with { Identity = new RunIdentity("run", new Shard(1, 2)) }, TimeProvider.System, new StuckFiles(_file));
    }

    public void Dispose()
    {
        _file.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public Task A_stopped_run_does_not_wait_for_a_read_that_hangs_but_the_input_is_closed_only_after_it() => StopsAsync(_run);

    [Fact]
    public Task A_stopped_shard_does_not_wait_for_what_lies_behind_it() => StopsAsync(_shard);

    [Fact]
    public async Task A_failed_run_does_not_wait_for_a_read_that_hangs_but_the_input_is_closed_only_after_it()
    {
        void Fail(PredictionProgress progress)
        {
            _file.Stuck.Wait();
            throw new IOException("the disk is full");
        }

        await Assert.ThrowsAsync<IOException>(() => _run.RunAsync(Fail, CancellationToken.None));

        await ClosesOnlyAfterTheReadAsync();
    }

    private async Task StopsAsync(PredictionRun run)
    {
        using var stop = new CancellationTokenSource();
        var running = run.RunAsync(_ => { }, stop.Token);
        await _file.Stuck;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        await ClosesOnlyAfterTheReadAsync();
    }

    private async Task ClosesOnlyAfterTheReadAsync()
    {
        Assert.False(_file.Closed.IsCompleted);
        _file.Release();
        await _file.Closed;
    }

    private sealed class StuckFiles(StuckFile file) : IFileAccess
    {
        public IInputFile Input(Location location) => file;

        public Task<IInputFolder?> FolderAsync(Location location, bool noFile, CancellationToken cancellationToken) =>
            Task.FromResult<IInputFolder?>(null);

        public IOutputFolder Output(Location location, string subfolder) =>
            new LocationAccess(TimeProvider.System).Output(location, subfolder);
    }

    /// <summary>Its last bytes come only when it is released, and then it ends.</summary>
    private sealed class StuckFile(byte[] first) : ForwardStream, IInputFile
    {
        private readonly MemoryStream _first = new(first);
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "stuck";

        public Task Stuck => _stuck.Task;

        public Task Closed => _closed.Task;

        public void Release() => _released.TrySetResult();

        public Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(this);

        public override int Read(Span<byte> buffer)
        {
            var count = _first.Read(buffer);
            if (count == 0 && !buffer.IsEmpty)
            {
                _stuck.TrySetResult();
                _released.Task.Wait();
            }

            return count;
        }

        protected override void Dispose(bool disposing)
        {
            Release();
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
