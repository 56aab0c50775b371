using System.Text.Json;
using FashionMnist.Build.Images;
using FashionMnist.Build.SupplyChain;

namespace FashionMnist.Build.Tests.SupplyChain;

public sealed class SbomTests : IDisposable
{
    private static readonly BuiltImage Image = new("job:abc", "sha256:1", "base:1", "sha256:2", "registry/base@sha256:3", ["sha256:4", "sha256:5"], 10, 5, false);
    private readonly string _folder = Directory.CreateTempSubdirectory("sbom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Names_the_image_its_base_and_every_package_with_licence_and_hash()
    {
        using var document = JsonDocument.Parse(Write("a.json"));
        var root = document.RootElement;

        Assert.Equal(("CycloneDX", "1.6"), (root.GetProperty("bomFormat").GetString(), root.GetProperty("specVersion").GetString()));
        var components = root.GetProperty("components").EnumerateArray().ToList();
        Assert.Equal(["base", "Library", "Silent", "libc6"], components.Select(x => x.GetProperty("name").GetString()!.Split(':')[0]));
        Assert.Equal("MIT", components[1].GetProperty("licenses")[0].GetProperty("expression").GetString());
        Assert.Equal("NOASSERTION", components[2].GetProperty("licenses")[0].GetProperty("license").GetProperty("name").GetString());
        Assert.Equal("pkg:deb/libc6@2.36-9%2Bdeb12u1?arch=amd64", components[3].GetProperty("purl").GetString());
        var references = components.Select(x => x.GetProperty("bom-ref").GetString()).ToList();
        Assert.Equal(references.Count, references.Distinct().Count());
        Assert.Equal(references, root.GetProperty("dependencies")[0].GetProperty("dependsOn").EnumerateArray().Select(x => x.GetString()));
        Assert.True(Guid.TryParse(root.GetProperty("serialNumber").GetString()!["urn:uuid:".Length..], out _));
    }

    [Fact]
    public void The_same_content_gives_the_same_file() => Assert.Equal(Write("a.json"), Write("b.json"));

    [Fact]
    public void Entries_of_dpkg_are_read_with_their_continuations()
    {
        var packages = BasePackages.Parse("Package: a\nVersion: 1:2\nArchitecture: amd64\nDescription: x\n y: z\n\nPackage: b\nVersion: 3\n\nStatus: none\n");

        Assert.Equal([new DebianPackage("a", "1:2", "amd64"), new DebianPackage("b", "3", "all")], packages);
    }

    private string Write(string name)
    {
        var file = Path.Combine(_folder, name);
        Sbom.Write(
            file,
            Image,
            new ImageRecipe("Dockerfile", "rootfs.tar", "base:1", "abc", "source", "1.2.3", DateTimeOffset.UnixEpoch),
            [new PackageEntry("Library", "1.0.0", "MIT", "00ff", null), new PackageEntry("Silent", "1.0.0", PackageEntry.Unknown, "00", null)],
            [new DebianPackage("libc6", "2.36-9+deb12u1", "amd64")]);
        return File.ReadAllText(file);
    }
}
