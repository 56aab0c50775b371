using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Testing;
using ParquetSharp;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>Row groups as pandas and pyarrow write them unless they are told otherwise.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int GroupRows = 1_048_576;
    private const int RowsAtOnce = 65_536;
    private const int AllowedKilobytes = 250 * 1024;

    // A process learns the peak of its children only when they have ended, and .NET has no call for it.
    private const string Peak = "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)";

    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [SlowFact("predicts a million images")]
    public async Task A_row_group_of_1048576_lists_is_read_in_less_than_250_MB()
    {
        Write();
        using var job = JobProcess.StartFrom($"exec python3 -c '{Peak}' \"$@\"", _scene.Predict("images.parquet"));
        var outcome = await job.EndAsync();
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.InRange(int.Parse(outcome.Output, CultureInfo.InvariantCulture), 1, AllowedKilobytes);
    }

    private void Write()
    {
        byte?[][] images = [.. new TestImages(16).Images.Chunk(ImageShape.Pixels).Select(x => Array.ConvertAll(x, y => (byte?)y))];
        using var file = new ParquetFileWriter(_scene["images.parquet"], [new Column<byte?[]>("image")], Compression.Snappy);
        using (var group = file.AppendRowGroup())
        {
            using var column = group.NextColumn().LogicalWriter<byte?[]>();
            for (var row = 0; row < GroupRows; row += RowsAtOnce)
                column.WriteBatch([.. Enumerable.Range(row, RowsAtOnce).Select(x => images[x % images.Length])]);
        }

        file.Close();
    }
}
