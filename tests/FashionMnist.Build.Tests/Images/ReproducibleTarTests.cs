using System.Formats.Tar;
using FashionMnist.Build.Images;
using TarFile = FashionMnist.Build.Images.TarFile;

namespace FashionMnist.Build.Tests.Images;

public sealed class ReproducibleTarTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tar-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Times_modes_and_order_of_the_sources_do_not_matter()
    {
        var first = await WriteAsync([File("app/b", "b"), File("app/a", "a"), File("Dockerfile", "d")]);
        foreach (var file in Directory.GetFiles(_folder))
            System.IO.File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(first, await WriteAsync([File("Dockerfile", "d"), File("app/a", "a"), File("app/b", "b")]));
    }

    [Fact]
    public async Task Folders_stand_before_their_files_and_everything_belongs_to_root_in_1970()
    {
        var bytes = await WriteAsync([File("app/deep/x", "x") with { Executable = true }, File("app/y", "y")]);

        var entries = new List<TarEntry>();
        await using var reader = new TarReader(new MemoryStream(bytes));
        while (await reader.GetNextEntryAsync() is { } entry)
            entries.Add(entry);

        Assert.Equal(["app/", "app/deep/", "app/deep/x", "app/y"], entries.Select(x => x.Name));
        Assert.All(entries, x => Assert.Equal((0, 0, DateTimeOffset.UnixEpoch), (x.Uid, x.Gid, x.ModificationTime)));
        Assert.Equal(["755", "755", "755", "644"], entries.Select(x => Convert.ToString((int)x.Mode, 8)));
    }

    private static async Task<byte[]> WriteAsync(TarFile[] files)
    {
        using var stream = new MemoryStream();
        await ReproducibleTar.WriteAsync(stream, files, CancellationToken.None);
        return stream.ToArray();
    }

    private TarFile File(string name, string content)
    {
        var path = Path.Combine(_folder, name.Replace('/', '-'));
        System.IO.File.WriteAllText(path, content);
        return new TarFile(name, path);
    }
}
