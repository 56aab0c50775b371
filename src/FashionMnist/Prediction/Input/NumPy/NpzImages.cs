using System.IO.Compression;
using FashionMnist.Models;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.NumPy;

/// <summary>Images of an archive of NumPy's arrays, as <c>numpy.savez</c> writes it.</summary>
internal static class NpzImages
{
    private const string Extension = ".npy";

    // How arrays are called that were saved without a name, and by many tutorials.
    private static readonly (string Images, string Labels)[] Pairs = [("x", "y"), ("X", "y"), ("arr_0", "arr_1")];

    /// <summary>Whether an archive holds arrays. One that is damaged does not.</summary>
    public static bool IsNpz(SeekableInput file)
    {
        try
        {
            using var archive = new ZipArchive(file.Content, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Any(x => x.FullName.EndsWith(Extension, StringComparison.Ordinal));
        }
        catch (Exception e) when (ZipPngSource.IsDamage(e))
        {
            return false;
        }
    }

    /// <summary>Opens an archive.</summary>
    /// <param name="file">The archive. Taken over.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it holds no images.</exception>
    public static NpyImages Open(SeekableInput file)
    {
        try
        {
            var archive = new ZipArchive(file.Content, ZipArchiveMode.Read);
            var entries = archive.Entries.Where(x => x.FullName.EndsWith(Extension, StringComparison.Ordinal)).ToLookup(x => x.FullName[..^Extension.Length]);
            var (images, labels) = Names([.. entries.Select(x => x.Key)]);
            return new NpyImages(file.Name, Array(entries[images].First()), labels is null ? null : Array(entries[labels].First()), archive);
        }
        catch (Exception e) when (ZipPngSource.IsDamage(e))
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{file.Name}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }

    private static NpyArray Array(ZipArchiveEntry entry) => new(entry.Open());

    private static (string Images, string? Labels) Names(string[] names)
    {
        if (ColumnNames.FindImage(names) is { } image)
            return (image, ColumnNames.FindLabel(names));
        foreach (var (images, labels) in Pairs)
        {
            if (names.Contains(images))
                return (images, names.Contains(labels) ? labels : null);
        }

        return names is [var only]
            ? (only, null)
            : throw new InvalidDataException($"none of its arrays ({string.Join(", ", names)}) is called images; save them as images and labels");
    }
}
