using System.IO.Compression;
using System.Text;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction.Input;

public sealed class FileContentsTests : IDisposable
{
    private readonly PredictionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    public static TheoryData<byte[], string> Contents()
    {
        var tar = new byte[512];
        "a.csv"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));
        return new TheoryData<byte[], string>
        {
            { "<!DOCTYPE html><html>"u8.ToArray(), "a web page" },
            { "\n <HTML>"u8.ToArray(), "a web page" },
            { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"u8.ToArray(), "XML, perhaps the answer of a server" },
            { "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"u8.ToArray(), "a pointer of Git LFS" },
            { [0x1f, 0x8b, 8, 0], "packed with gzip twice" },
            { [0x28, 0xb5, 0x2f, 0xfd, 0], "packed with Zstandard" },
            { [0xfd, .. "7zXZ"u8, 0], "packed with xz" },
            { "BZh91AY"u8.ToArray(), "packed with bzip2" },
            { tar, "a tar archive" },
            { [0xff, 0xd8, 0xff, 0xe0], "a JPEG picture" },
            { "ARROW1\0\0"u8.ToArray(), "an Arrow or Feather file" },
            { "ORC"u8.ToArray(), "an ORC file" },
            { [0x80, 4, 0x95], "a Python pickle" },
            { [0x89, .. "HDF"u8, 13, 10], "an HDF5 file" },
            { "[[1,2]]"u8.ToArray(), "a JSON array" },
            { [0xff, 0xfe, (byte)'1', 0], "text in UTF-16" },
        };
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task A_file_that_is_no_input_is_named_for_what_it_is(byte[] content, string name)
    {
        if (name != "packed with gzip twice")
            Assert.StartsWith(name, FileContents.NameOf(content), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_scene["in"], Packed(content));
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request("in", "out")));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith($"{_scene["in"]}: holds no images: it is {name}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_names_of_columns_are_nothing_else()
    {
        Assert.Null(FileContents.NameOf(Encoding.UTF8.GetBytes(TestImages.Header(labelled: true))));
        Assert.Null(FileContents.NameOf("0,255,3"u8));
        Assert.Null(FileContents.NameOf([]));
    }

    private static byte[] Packed(byte[] content)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return file.ToArray();
    }
}
