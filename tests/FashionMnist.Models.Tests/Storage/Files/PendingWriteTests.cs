using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Storage.Files;

public sealed class PendingWriteTests
{
    private const int Writes = 3000;

    /// <summary>A race: without the second attempt some of these writes end, nearly always, with a file that another one locks.</summary>
    [Fact]
    public async Task A_writer_that_tidies_up_keeps_no_other_from_beginning()
    {
        using var folder = new TemporaryFolder();
        using var tidying = PendingWrite.Begin(folder.Path, "tidying/key");
        using var stop = new CancellationTokenSource();
        var sweeps = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                PendingSweep.Run(folder.Path, tidying, TimeProvider.System);
        });

        for (var i = 0; i < Writes; i++)
            PendingWrite.Begin(folder.Path, "another/key").Dispose();

        await stop.CancelAsync();
        await sweeps;
        Assert.Single(Directory.GetDirectories(PendingWrite.FolderIn(folder.Path)));
    }
}
