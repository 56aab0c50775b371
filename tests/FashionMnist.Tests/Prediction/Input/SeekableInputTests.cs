using FashionMnist.Prediction.Input;

namespace FashionMnist.Tests.Prediction.Input;

public sealed class SeekableInputTests
{
    [Fact]
    public async Task The_copy_of_what_cannot_be_rewound_has_no_name_that_a_killed_process_could_leave()
    {
        using var packed = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            zip.Write("onetwo"u8);
        packed.Position = 0;
        await using var source = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);

        using var input = await SeekableInput.FromAsync(source, "head"u8.ToArray(), "x.zip", CancellationToken.None);

        var copy = Assert.IsType<FileStream>(input.Content);
        Assert.StartsWith(Path.GetTempPath(), copy.Name, StringComparison.Ordinal);
        Assert.Equal(OperatingSystem.IsWindows(), File.Exists(copy.Name));
        using var reader = new StreamReader(copy);
        Assert.Equal("headonetwo", await reader.ReadToEndAsync());
    }
}
