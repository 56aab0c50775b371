using System.Text.Json;
using FashionMnist.Models;
using Nuke.Common.IO;

namespace FashionMnist.Build.Models;

/// <summary>What the build needs to know of dataset.json.</summary>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Synthetic">Whether it was drawn by this software.</param>
/// <param name="Directory">Folder of the files.</param>
/// <param name="TestImages">Name of the file with the test images.</param>
/// <param name="TestLabels">Name of the file with the test labels.</param>
/// <param name="Identity">Names and hashes of all files.</param>
internal sealed record DatasetFinding(
    string Name, bool Synthetic, string Directory, string TestImages, string TestLabels, IReadOnlyList<string> Identity)
{
    private static readonly string[] Files = ["trainImages", "trainLabels", "testImages", "testLabels"];

    public static DatasetFinding Read(AbsolutePath file)
    {
        if (!file.FileExists())
            throw new FashionMnistException(ExitCodes.NotFound, $"{file}: not there; run ./build.sh FetchData");

        try
        {
            using var document = JsonDocument.Parse(file.ReadAllText());
            return From(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{file}: not a dataset reference; delete it and run ./build.sh FetchData", e);
        }
    }

    private static DatasetFinding From(JsonElement root) =>
        new(
            root.GetProperty("name").GetString()!,
            root.GetProperty("synthetic").GetBoolean(),
            root.GetProperty("directory").GetString()!,
            FileName(root, "testImages"),
            FileName(root, "testLabels"),
            [.. Files.Select(x => $"{FileName(root, x)} {root.GetProperty(x).GetProperty("sha256").GetString()}")]);

    private static string FileName(JsonElement root, string file) => root.GetProperty(file).GetProperty("name").GetString()!;
}
