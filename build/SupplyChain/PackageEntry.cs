using System.Xml.Linq;
using FashionMnist.Models;

namespace FashionMnist.Build.SupplyChain;

/// <summary>One NuGet package.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">SPDX expression; <c>NOASSERTION</c> where the package says nothing that this build understands.</param>
/// <param name="Sha512">Digest of the package file, lower-case hex.</param>
/// <param name="Notice">Text of the licence file that the package carries, if it carries one.</param>
internal sealed record PackageEntry(string Id, string Version, string Licence, string Sha512, string? Notice)
{
    /// <summary>SPDX's word for "nobody said".</summary>
    public const string Unknown = "NOASSERTION";

    /// <summary>Package URL (github.com/package-url/purl-spec).</summary>
    public string Url => $"pkg:nuget/{Id}@{Version}";

    /// <summary>Reads a restored package.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="folders">Where packages are restored to.</param>
    /// <exception cref="FashionMnistException">It is in none of the folders.</exception>
    public static PackageEntry Read(string id, string version, IReadOnlyList<string> folders)
    {
        var name = id.ToLowerInvariant();
        var folder = folders.Select(x => Path.Combine(x, name, version.ToLowerInvariant())).FirstOrDefault(Directory.Exists)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"{id} {version}: in no package folder ({string.Join(", ", folders)}); restore and run again");
        var metadata = XDocument.Load(Path.Combine(folder, $"{name}.nuspec")).Root!.Elements().Single(x => x.Name.LocalName == "metadata");
        var digest = Directory.EnumerateFiles(folder, "*.nupkg.sha512").Select(File.ReadAllText).FirstOrDefault()
            ?? throw new FashionMnistException(ExitCodes.Integrity, $"{folder}: the digest of the package is missing; remove the folder and restore");
        var licence = metadata.Elements().FirstOrDefault(x => x.Name.LocalName == "license");
        var file = licence?.Attribute("type")?.Value == "file" ? Path.Combine(folder, licence.Value.Replace('\\', '/')) : null;
        var notice = file is not null && File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n").Trim() : null;
        return new PackageEntry(id, version, LicenceOf(licence, notice), Convert.ToHexStringLower(Convert.FromBase64String(digest.Trim())), notice);
    }

    private static string LicenceOf(XElement? element, string? notice) => element?.Attribute("type")?.Value switch
    {
        "expression" => element.Value.Trim(),
        "file" when notice is not null => LicenceText.Recognise(notice),
        _ => Unknown,
    };
}
