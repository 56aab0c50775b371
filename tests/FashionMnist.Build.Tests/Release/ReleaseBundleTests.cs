using System.Diagnostics;
using FashionMnist.Build.Images;
using FashionMnist.Build.Release;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Release;

public sealed class ReleaseBundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_files_give_the_same_bytes_whatever_their_order_time_and_place()
    {
        var first = Path.Combine(_folder.Path, "1", "bundle.tar.gz");
        var second = Path.Combine(_folder.Path, "2", "bundle.tar.gz");

        var hash = await ReleaseBundle.WriteAsync(first, "bundle", [File("here", "job/program", "p", executable: true), File("here", "VERSION", "v")], default);
        var files = new[] { File("there", "VERSION", "v"), File("there", "job/program", "p", executable: true) };
        foreach (var file in files)
            System.IO.File.SetLastWriteTimeUtc(file.Source, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.Equal(hash, await ReleaseBundle.WriteAsync(second, "bundle", files, default));
        Assert.Equal(await System.IO.File.ReadAllBytesAsync(first), await System.IO.File.ReadAllBytesAsync(second));
        Assert.Equal($"{hash}  bundle.tar.gz\n", await System.IO.File.ReadAllTextAsync(second + ".sha256"));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(second)!).Length);
    }

    [Fact]
    public async Task Another_byte_gives_another_bundle()
    {
        var archive = Path.Combine(_folder.Path, "bundle.tar.gz");

        Assert.NotEqual(
            await ReleaseBundle.WriteAsync(archive, "bundle", [File("a", "VERSION", "v")], default),
            await ReleaseBundle.WriteAsync(archive, "bundle", [File("b", "VERSION", "w")], default));
    }

    [Fact]
    public async Task Tar_unpacks_it_and_sha256sum_confirms_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var archive = Path.Combine(_folder.Path, "bundle.tar.gz");
        await ReleaseBundle.WriteAsync(archive, "bundle", [File("here", "job/program", "p", executable: true), File("here", "VERSION", "v")], default);

        Assert.Equal((0, ""), Run("tar", "-xzf", "bundle.tar.gz"));
        Assert.Equal((0, "VERSION: OK\njob/program: OK\n"), Run("env", "-C", "bundle", "sha256sum", "--check", ReleaseBundle.Checksums));
        Assert.Equal((0, "bundle.tar.gz: OK\n"), Run("sha256sum", "--check", "bundle.tar.gz.sha256"));
        Assert.True(System.IO.File.GetUnixFileMode(Path.Combine(_folder.Path, "bundle", "job", "program")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_leaves_the_last_bundle_and_nothing_half_written()
    {
        var archive = Path.Combine(_folder.Path, "out", "bundle.tar.gz");
        var hash = await ReleaseBundle.WriteAsync(archive, "bundle", [File("here", "VERSION", "v")], default);

        await Assert.ThrowsAsync<FileNotFoundException>(() => ReleaseBundle.WriteAsync(archive, "bundle", [new TarFile("x", Path.Combine(_folder.Path, "none"))], default));

        Assert.Equal($"{hash}  bundle.tar.gz\n", await System.IO.File.ReadAllTextAsync(archive + ".sha256"));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(archive)!).Length);
    }

    private TarFile File(string folder, string name, string content, bool executable = false)
    {
        var path = Path.Combine(_folder.Path, folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return new TarFile(name, path, executable);
    }

    private (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
