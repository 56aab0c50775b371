using System.Buffers.Binary;
using System.Diagnostics;
using FashionMnist.Data;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>
/// An IDX file of images that arrives through a named pipe: whoever reads it is exactly as far as it was fed. Its images are black.
/// </summary>
internal sealed class FifoInput : IDisposable
{
    private readonly FileStream _pipe;

    private FifoInput(FileStream pipe) => _pipe = pipe;

    public static void Make(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }

    /// <summary>Waits until somebody reads, and writes the header. A reader that ends without reading fails the test.</summary>
    public static async Task<FifoInput> OpenAsync<T>(string path, int count, Task<T> end)
    {
        var opening = Task.Run(() => Open(path, FileAccess.Write));
        if (await Task.WhenAny(opening, end) == end)
        {
            // Opening for both directions never waits, and lets the other one go on.
            await using var release = Open(path, FileAccess.ReadWrite);
            await (await opening).DisposeAsync();
            Assert.Fail($"the job ended before it read its input: {await end}");
        }

        var input = new FifoInput(await opening);
        input.WriteHeader(count);
        return input;
    }

    public void Feed(int images)
    {
        var image = new byte[ImageShape.Pixels];
        for (var i = 0; i < images; i++)
            _pipe.Write(image);
    }

    public void Dispose() => _pipe.Dispose();

    private static FileStream Open(string path, FileAccess access) =>
        new(path, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);

    private void WriteHeader(int count)
    {
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x803);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], count);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], ImageShape.Height);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], ImageShape.Width);
        _pipe.Write(header);
    }
}
