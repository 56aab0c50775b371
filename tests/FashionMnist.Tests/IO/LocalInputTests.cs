using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Tests.IO;

public sealed class LocalInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_opened_again_is_the_same_or_refused()
    {
        await File.WriteAllTextAsync(_folder["a"], "first");
        var file = new LocalInputFile(_folder["a"]);
        await (await file.OpenAsync(CancellationToken.None)).DisposeAsync();
        await (await file.OpenAsync(CancellationToken.None)).DisposeAsync();

        File.SetLastWriteTimeUtc(_folder["a"], DateTime.UtcNow.AddSeconds(1));

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => file.OpenAsync(CancellationToken.None));
        Assert.Equal(ExitCodes.InputOutput, refusal.ExitCode);
        Assert.Contains("changed while it was read", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_list_is_the_one_that_was_listed_links_included()
    {
        await File.WriteAllTextAsync(_folder["target"], "content");
        Directory.CreateDirectory(_folder["in"]);
        File.CreateSymbolicLink(_folder["in", "link"], _folder["target"]);
        await File.WriteAllTextAsync(_folder["in", "plain"], "four");
        var folder = new LocalInputFolder(_folder["in"]);
        var files = await folder.ListAsync(CancellationToken.None).OrderBy(x => x.Path).ToListAsync();
        Assert.Equal([("link", 7L), ("plain", 4L)], files.Select(x => (x.Path, x.Bytes)));
        foreach (var file in files)
            await (await folder.File(file).OpenAsync(CancellationToken.None)).DisposeAsync();

        foreach (var changed in new[] { _folder["target"], _folder["in", "plain"] })
            File.SetLastWriteTimeUtc(changed, DateTime.UtcNow.AddSeconds(1));

        foreach (var file in files)
            await Assert.ThrowsAsync<FashionMnistException>(() => folder.File(file).OpenAsync(CancellationToken.None));
    }
}
