using FashionMnist.Build.SupplyChain;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.SupplyChain;

public sealed class PackageInventoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("packages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lists_what_is_shipped_and_linked_and_nothing_else()
    {
        MakePackage("library", "1.0.0", "<license type=\"expression\">MIT</license>");
        MakePackage("native", "2.0.0", "<license type=\"file\">LICENSE</license>", "Permission is hereby granted, free of charge, to any person obtaining a copy. THE SOFTWARE IS PROVIDED \"AS IS\"");
        MakePackage("microsoft.netcore.app.runtime.nativeaot.linux-x64", "10.0.1", "<license type=\"expression\">MIT</license>");
        var assets = Write("""
            "Library/1.0.0": { "type": "package", "runtime": { "lib/net8.0/Library.dll": {} } },
            "Native/2.0.0": { "type": "package", "native": { "runtimes/linux-x64/native/x.so": {} } },
            "Empty/1.0.0": { "type": "package", "runtime": { "lib/net8.0/_._": {} } },
            "Analyzer/1.0.0": { "type": "package", "build": { "build/x.targets": {} } },
            "Ours/1.0.0": { "type": "project", "runtime": { "bin/x.dll": {} } }
            """);

        var packages = PackageInventory.Read(assets, "linux-x64");

        Assert.Equal(
            ["pkg:nuget/Library@1.0.0 MIT", "pkg:nuget/Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64@10.0.1 MIT", "pkg:nuget/Native@2.0.0 MIT"],
            packages.Select(x => $"{x.Url} {x.Licence}"));
        Assert.All(packages, x => Assert.Equal("010203", x.Sha512));
    }

    [Fact]
    public void A_restore_of_another_platform_is_refused() =>
        Assert.Throws<FashionMnistException>(() => PackageInventory.Read(Write(""), "linux-arm64"));

    private void MakePackage(string id, string version, string licence, string? text = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, id, version)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{id}.nuspec"), $"<package><metadata><id>{id}</id>{licence}</metadata></package>");
        File.WriteAllText(Path.Combine(folder, $"{id}.{version}.nupkg.sha512"), Convert.ToBase64String([1, 2, 3]));
        if (text is not null)
            File.WriteAllText(Path.Combine(folder, "LICENSE"), text);
    }

    private string Write(string libraries)
    {
        var file = Path.Combine(_folder, "project.assets.json");
        File.WriteAllText(file, $$"""
            {
              "targets": { "net10.0": {}, "net10.0/linux-x64": { {{libraries}} } },
              "packageFolders": { "{{_folder}}/": {} },
              "project": { "frameworks": { "net10.0": { "downloadDependencies": [
                { "name": "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64", "version": "[10.0.1, 10.0.1]" },
                { "name": "Microsoft.AspNetCore.App.Runtime.linux-x64", "version": "[10.0.1, 10.0.1]" } ] } } }
            }
            """);
        return file;
    }
}
