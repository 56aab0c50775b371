using System.Globalization;
using System.IO.Compression;
using System.Text;
using FashionMnist.Data;

namespace FashionMnist.Testing;

/// <summary>Random images with labels, in every form the job reads.</summary>
/// <param name="count">Number of images.</param>
/// <param name="seed">Other seeds, other images.</param>
public sealed class TestImages(int count, int seed = 1)
{
    /// <summary>uint8 [N, 28, 28].</summary>
    public byte[] Images { get; } = Random(seed, count * ImageShape.Pixels, 256);

    /// <summary>uint8 [N], each 0 to 9.</summary>
    public byte[] Labels { get; } = Random(seed + 1, count, LabelMap.Count);

    /// <summary>Writes the images as IDX; gzip if the name ends in .gz.</summary>
    /// <returns><paramref name="path"/>.</returns>
    public string WriteIdx(string path) => Write(path, x => IdxWriter.WriteImages(x, Images));

    /// <summary>Writes the labels as IDX; gzip if the name ends in .gz.</summary>
    /// <returns><paramref name="path"/>.</returns>
    public string WriteIdxLabels(string path) => Write(path, x => IdxWriter.WriteLabels(x, Labels));

    /// <summary>Writes label and pixels as CSV with a header; gzip if the name ends in .gz.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">Changes the text of a row (0-based, header not counted).</param>
    /// <returns><paramref name="path"/>.</returns>
    public string WriteCsv(string path, Func<int, string, string>? change = null) => Write(path, x =>
    {
        using var writer = new StreamWriter(x, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header(labelled: true));
        for (var i = 0; i < count; i++)
            writer.WriteLine(change?.Invoke(i, Row(i)) ?? Row(i));
    });

    /// <summary>The header of Kaggle's files.</summary>
    public static string Header(bool labelled) =>
        (labelled ? "label," : "") + string.Join(',', Enumerable.Range(1, ImageShape.Pixels).Select(x => $"pixel{x}"));

    /// <summary>Label and pixels of one image.</summary>
    public string Row(int item) => $"{Labels[item]},{Pixels(item)}";

    /// <summary>Pixels of one image.</summary>
    public string Pixels(int item) => string.Join(
        ',', Images.Skip(item * ImageShape.Pixels).Take(ImageShape.Pixels).Select(x => x.ToString(CultureInfo.InvariantCulture)));

    private static byte[] Random(int seed, int count, int limit)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(limit))];
    }

    private static string Write(string path, Action<Stream> write)
    {
        using var file = File.Create(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            write(file);
            return path;
        }

        using var packed = new GZipStream(file, CompressionLevel.Fastest);
        write(packed);
        return path;
    }
}
