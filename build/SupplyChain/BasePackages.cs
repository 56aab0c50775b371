using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using FashionMnist.Build.Images;

namespace FashionMnist.Build.SupplyChain;

/// <summary>
/// The Debian packages that a base image says it holds: one file for all (<c>/var/lib/dpkg/status</c>) or one for each
/// (<c>/var/lib/dpkg/status.d</c>, as images without a package manager have it).
/// </summary>
internal static class BasePackages
{
    private static readonly string[] Places = ["/var/lib/dpkg/status", "/var/lib/dpkg/status.d"];

    /// <summary>Reads the list from an image without starting it.</summary>
    public static Task<IReadOnlyList<DebianPackage>> ReadAsync(ContainerEngine engine, BuiltImage image, CancellationToken cancellationToken) => engine.GuardAsync(
        "read the package list of the base image",
        async () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Never cut short: the engine would make the container all the same, and nobody would know its id.
            var container = await engine.Client.Containers.CreateContainerAsync(
                new CreateContainerParameters
                {
                    Image = image.BaseId,
                    Cmd = ["never-started"],
                    NetworkDisabled = true,
                    Labels = new Dictionary<string, string> { [JobContainer.Label] = JobContainer.NewRun("inventory") },
                },
                CancellationToken.None);
            try
            {
                var found = new List<DebianPackage>();
                foreach (var place in Places)
                    found.AddRange(await ReadAsync(engine, container.ID, place, cancellationToken));
                return (IReadOnlyList<DebianPackage>)[.. found.DistinctBy(x => x.Url).OrderBy(x => x.Name, StringComparer.Ordinal)];
            }
            finally
            {
                await JobContainer.RemoveAsync(engine, container.ID);
            }
        },
        cancellationToken);

    /// <summary>Reads entries as dpkg writes them (deb822).</summary>
    internal static IEnumerable<DebianPackage> Parse(string text)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = paragraph.Split('\n')
                .Where(x => x.Length > 0 && !char.IsWhiteSpace(x[0]) && x.Contains(": ", StringComparison.Ordinal))
                .Select(x => x.Split(": ", 2))
                .DistinctBy(x => x[0])
                .ToDictionary(x => x[0], x => x[1].Trim());
            if (fields.TryGetValue("Package", out var name) && fields.TryGetValue("Version", out var version))
                yield return new DebianPackage(name, version, fields.GetValueOrDefault("Architecture", "all"));
        }
    }

    private static async Task<List<DebianPackage>> ReadAsync(ContainerEngine engine, string container, string place, CancellationToken cancellationToken)
    {
        GetArchiveFromContainerResponse archive;
        try
        {
            archive = await engine.Client.Containers.GetArchiveFromContainerAsync(
                container, new GetArchiveFromContainerParameters { Path = place }, statOnly: false, cancellationToken);
        }
        catch (DockerApiException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return [];
        }

        var packages = new List<DebianPackage>();
        // Small, and read whole, because the engine ends the answer without the padding that the reader expects of a stream.
        using var content = new MemoryStream();
        await using (archive.Stream)
            await archive.Stream.CopyToAsync(content, cancellationToken);
        content.Position = 0;
        await using var tar = new TarReader(content);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.DataStream is null)
                continue;
            using var reader = new StreamReader(entry.DataStream);
            packages.AddRange(Parse(await reader.ReadToEndAsync(cancellationToken)));
        }

        return packages;
    }
}

/// <summary>A Debian package in an image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture.</param>
internal sealed record DebianPackage(string Name, string Version, string Architecture)
{
    /// <summary>Package URL.</summary>
    public string Url => $"pkg:deb/{Name}@{Uri.EscapeDataString(Version)}?arch={Architecture}";
}
