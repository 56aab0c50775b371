using System.IO.Compression;
using FashionMnist.Data;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction;

/// <summary>Writes images as folders and archives of PNGs.</summary>
internal static class PngScene
{
    /// <summary>The PNG of an image.</summary>
    public static byte[] Png(this TestImages images, int item) =>
        TestPng.FromGrey(images.Images.AsSpan(item * ImageShape.Pixels, ImageShape.Pixels), ImageShape.Width);

    /// <summary>Writes <c>00000.png</c> and so on.</summary>
    public static void WritePngs(this TestImages images, string folder, int count, Func<int, byte[]>? change = null)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(folder, $"{i:D5}.png"), change?.Invoke(i) ?? images.Png(i));
    }

    /// <summary>Writes an archive.</summary>
    public static void WriteZip(string path, params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            entry.Write(content);
        }
    }
}
