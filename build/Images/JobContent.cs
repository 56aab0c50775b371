using System.Runtime.InteropServices;
using System.Text.Json;
using FashionMnist.Build.SupplyChain;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;

namespace FashionMnist.Build.Images;

/// <summary>The files of the image: the job as a native program, its libraries, and the licences of what is in them.</summary>
/// <param name="root">Folder of the checkout.</param>
/// <param name="sources">Hash of what the job is made from.</param>
internal sealed class JobContent(AbsolutePath root, string sources)
{
    private const string Project = "FashionMnist.Job";
    private static readonly string[] Linkers = ["clang", "gcc"];

    /// <summary>ONNX Runtime loads it for accelerators only, which the image does not have.</summary>
    private static readonly string[] Unused = ["libonnxruntime_providers_shared.so"];

    /// <summary>The job as a program of this machine; the very file that is in the image.</summary>
    public AbsolutePath Program => Published / "fashion_mnist_job";

    /// <summary>The root file system.</summary>
    public AbsolutePath Archive => root / ImageRecipe.RootFileSystemName;

    /// <summary>The packages whose code is in it.</summary>
    public IReadOnlyList<PackageEntry> Packages => JsonSerializer.Deserialize<PackageEntry[]>(File.ReadAllBytes(PackagesFile), JsonSerializerOptions.Web)!;

    /// <summary>Whether the files are made from the sources as they are now.</summary>
    public bool IsCurrent => Stamp.FileExists() && Archive.FileExists() && PackagesFile.FileExists() && Program.FileExists()
        && Stamp.ReadAllText().Trim() == Identity;

    /// <summary>The platform that the program is for, as .NET calls it.</summary>
    public static string Runtime => $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private AbsolutePath Folder => root / "artifacts" / "image";

    private AbsolutePath Published => Folder / "publish";

    private AbsolutePath PackagesFile => Folder / "packages.json";

    private AbsolutePath Notices => Folder / "THIRD-PARTY-NOTICES.txt";

    private AbsolutePath Stamp => Folder / "rootfs.sha256";

    private string Identity => $"{sources} {Runtime}";

    /// <summary>The program, its libraries and the licences, for an archive.</summary>
    /// <param name="folder">Where they are to stand in it.</param>
    public IEnumerable<TarFile> Files(string folder) => Published.GetFiles()
        .Where(x => x == Program || (x.Extension == ".so" && !Unused.Contains(x.Name)))
        .Select(x => new TarFile($"{folder}/{x.Name}", x, Executable: x == Program))
        .Append(new TarFile($"{folder}/LICENSE", root / "LICENSE"))
        .Append(new TarFile($"{folder}/THIRD-PARTY-NOTICES.txt", Notices));

    /// <summary>Compiles the job and packs the files.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if this machine cannot compile it.</exception>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        RequireCompiler();
        Stamp.DeleteFile();
        Published.CreateOrCleanDirectory();
        DotNetTasks.DotNetPublish(_ => _
            .SetProject(root / "src" / Project / $"{Project}.csproj")
            .SetConfiguration("Release")
            .SetRuntime(Runtime)
            .SetProperty("PublishAot", "true")
            // The commit would make other bytes of the same sources, and be a wrong one where what is there is taken again.
            .SetProperty("SourceRevisionId", sources)
            .SetOutput(Published)
            .SetProcessEnvironmentVariable("RunAnalyzers", "false"));

        var packages = PackageInventory.Read(root / "src" / Project / "obj" / "project.assets.json", Runtime);
        AtomicFile.Write(PackagesFile, JsonSerializer.SerializeToUtf8Bytes(packages, JsonSerializerOptions.Web));
        AtomicFile.Write(Notices, ThirdPartyNotices.Write(packages));

        var temporary = Archive + ".tmp";
        await using (var stream = File.Create(temporary))
            await ReproducibleTar.WriteAsync(stream, Files("app"), cancellationToken);
        File.Move(temporary, Archive, overwrite: true);
        AtomicFile.Write(Stamp, Identity + "\n");
    }

    private static void RequireCompiler()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new FashionMnistException(
                ExitCodes.Configuration, "The image's program is compiled to native code for Linux, which works on Linux only; run this target there, or in WSL");
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(x => Linkers.Any(y => File.Exists(Path.Combine(x, y)))))
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                "The image's program is compiled to native code, which needs a linker and zlib; run: apt-get install -y --no-install-recommends clang zlib1g-dev");
        }
    }
}
