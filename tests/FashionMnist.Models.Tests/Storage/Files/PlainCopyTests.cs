using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Storage.Files;

/// <summary>A store of which only the plain files were copied, as people do.</summary>
public sealed class PlainCopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileObjectStore _store;

    public PlainCopyTests() => _store = new FileObjectStore(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "a/b/one.txt a/two.txt three.txt")]
    [InlineData("a/", "a/b/one.txt a/two.txt")]
    [InlineData("a/b", "a/b/one.txt")]
    [InlineData("a/t", "a/two.txt")]
    [InlineData("t", "three.txt")]
    [InlineData("x/", "")]
    public async Task Keys_are_found_by_what_they_start_with(string prefix, string keys)
    {
        foreach (var key in new[] { "a/b/one.txt", "a/two.txt", "three.txt" })
            await _store.PutAsync(key, new MemoryStream([1]));
        Assert.Equal(keys, await ListAsync(prefix));

        Directory.Delete(_folder["store", ".versions"], recursive: true);

        Assert.Equal(keys, await ListAsync(prefix));
    }

    [Theory]
    [InlineData("../")]
    [InlineData("A/b")]
    public async Task A_prefix_that_no_key_can_have_is_refused(string prefix)
    {
        var problem = await Assert.ThrowsAsync<FashionMnistException>(() => ListAsync(prefix));
        Assert.Equal(ExitCodes.Usage, problem.ExitCode);
    }

    [Fact]
    public async Task Removing_a_plain_file_removes_it_and_the_folders_it_leaves_empty()
    {
        await _store.PutAsync("a/b/one.txt", new MemoryStream([1]));
        await _store.PutAsync("a/two.txt", new MemoryStream([1]));
        Directory.Delete(_folder["store", ".versions"], recursive: true);

        await _store.DeleteAsync("a/b/one.txt");

        Assert.Equal("a/two.txt", await ListAsync(""));
        Assert.Equal([_folder["store", "a", "two.txt"]], Directory.EnumerateFileSystemEntries(_folder["store", "a"]));
    }

    private async Task<string> ListAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var key in _store.ListKeysAsync(prefix))
            keys.Add(key);
        return string.Join(' ', keys.Order(StringComparer.Ordinal));
    }
}
