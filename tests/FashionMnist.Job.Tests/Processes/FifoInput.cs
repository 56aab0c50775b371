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

    private FifoInput(string path) => _pipe = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public static void Make(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }

    /// <summary>Waits until the other side reads, and writes the header.</summary>
    public static FifoInput Open(string path, int count)
    {
        var input = new FifoInput(path);
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x803);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], count);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], ImageShape.Height);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], ImageShape.Width);
        input._pipe.Write(header);
        return input;
    }

    public void Feed(int images)
    {
        var image = new byte[ImageShape.Pixels];
        for (var i = 0; i < images; i++)
            _pipe.Write(image);
    }

    public void Dispose() => _pipe.Dispose();
}
