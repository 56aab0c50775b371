using System.IO.Compression;
using FashionMnist.Build.Images;
using FashionMnist.Models.IO;

namespace FashionMnist.Build.Release;

/// <summary>An archive of files in one folder, with their checksums: the same files always give the same bytes.</summary>
internal static class ReleaseBundle
{
    /// <summary>The file with the checksums, as <c>sha256sum --check</c> reads it.</summary>
    public const string Checksums = "SHA256SUMS";

    /// <summary>Writes the archive, and beside it a file with its own checksum.</summary>
    /// <param name="archive">Path of the archive, <c>*.tar.gz</c>.</param>
    /// <param name="folder">Name of the folder in it.</param>
    /// <param name="files">What goes into the folder.</param>
    /// <param name="cancellationToken">Ends it; nothing half-written stays.</param>
    /// <returns>SHA-256 of the archive.</returns>
    public static async Task<string> WriteAsync(string archive, string folder, IEnumerable<TarFile> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        var temporary = $"{archive}.{Guid.NewGuid():N}{AtomicFile.TemporarySuffix}";
        var sums = $"{temporary}.{Checksums}";
        try
        {
            var sorted = files.OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
            await File.WriteAllTextAsync(sums, string.Concat(sorted.Select(x => $"{ImageRecipe.HashOf(x.Source)}  {x.Name}\n")), cancellationToken);
            await using (var stream = File.Create(temporary))
            await using (var zip = new GZipStream(stream, CompressionLevel.SmallestSize))
            {
                var content = sorted.Append(new TarFile(Checksums, sums)).Select(x => x with { Name = $"{folder}/{x.Name}" });
                await ReproducibleTar.WriteAsync(zip, content, cancellationToken);
            }

            var hash = ImageRecipe.HashOf(temporary);
            File.Move(temporary, archive, overwrite: true);
            AtomicFile.Write($"{archive}.sha256", $"{hash}  {Path.GetFileName(archive)}\n");
            return hash;
        }
        finally
        {
            File.Delete(temporary);
            File.Delete(sums);
        }
    }
}
