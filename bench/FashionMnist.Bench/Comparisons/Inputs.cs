using System.IO.Compression;
using FashionMnist.Data;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Inputs larger than the test split, made once.</summary>
internal static class Inputs
{
    /// <summary>A packed IDX file with all 70,000 images of the dataset, <paramref name="times"/> times over.</summary>
    public static string AllImages(BenchContext context, int times)
    {
        var file = context[$"images-{times}.idx.gz"];
        if (File.Exists(file))
            return file;
        var splits = DatasetLoader.Load(context.DatasetFile);
        byte[] images = [.. splits.Train.Images, .. splits.Test.Images];
        var temporary = file + ".tmp";
        using (var stream = new GZipStream(File.Create(temporary), CompressionLevel.Fastest))
        {
            IdxWriter.WriteImagesHeader(stream, times * (images.Length / ImageShape.Pixels));
            for (var i = 0; i < times; i++)
                stream.Write(images);
        }

        File.Move(temporary, file, overwrite: true);
        return file;
    }
}
