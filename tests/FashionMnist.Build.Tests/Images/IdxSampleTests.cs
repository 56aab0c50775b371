using System.IO.Compression;
using FashionMnist.Build.Images;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.Images;

public sealed class IdxSampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(9, 3)]
    public void Takes_the_first_items_and_says_so_in_the_header(int wanted, int expected)
    {
        byte[] items = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        Compress([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, .. items]);

        IdxSample.Write(Source, Target, wanted);

        Assert.Equal([0, 0, 8, 3, 0, 0, 0, (byte)expected, 0, 0, 0, 2, 0, 0, 0, 2, .. items[..(expected * 4)]], File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_file_that_is_not_compressed_is_cut_too()
    {
        File.WriteAllBytes(Source, [0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]);

        IdxSample.Write(Source, Target, 2);

        Assert.Equal([0, 0, 8, 1, 0, 0, 0, 2, 7, 8], File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_file_that_ends_early_is_bad_input()
    {
        Compress([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 1]);

        Assert.Equal(ExitCodes.BadInput, Assert.Throws<FashionMnistException>(() => IdxSample.Write(Source, Target, 2)).ExitCode);
    }

    private string Source => Path.Combine(_folder, "in.gz");

    private string Target => Path.Combine(_folder, "out");

    private void Compress(byte[] bytes)
    {
        using var stream = new GZipStream(File.Create(Source), CompressionMode.Compress);
        stream.Write(bytes);
    }
}
