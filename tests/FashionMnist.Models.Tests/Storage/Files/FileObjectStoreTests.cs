using System.Text;
using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Models.Tests.Storage.Files;

public sealed class FileObjectStoreTests : IDisposable
{
    private const string Key = "models/m/production.json";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FileObjectStore _store;

    public FileObjectStoreTests() => _store = new FileObjectStore(_folder["store"], _time);

    private string Plain => _folder[$"store/{Key}"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task People_find_the_current_content_as_a_plain_file()
    {
        await PutAsync("one");
        await PutAsync("two");
        Assert.Equal("two", await File.ReadAllTextAsync(Plain));
        Assert.Equal(["models"], Directory.GetFileSystemEntries(_folder["store"]).Select(Path.GetFileName).Where(n => n![0] != '.'));
    }

    [Fact]
    public async Task Nothing_of_the_writing_stays_behind()
    {
        await PutAsync("one");
        Assert.Empty(Directory.GetFileSystemEntries(PendingWrite.FolderIn(_folder["store"])));
    }

    [Fact]
    public async Task Reading_writes_nothing()
    {
        await PutAsync("one");
        var first = await PutAsync("two");
        File.Delete(Plain);
        var before = _folder.Snapshot();

        Assert.Equal("two", await ReadAsync());
        Assert.Equal("two", await ReadAsync(first.VersionId));
        Assert.Equal(2, (await _store.ListVersionsAsync(Key)).Count);
        Assert.Equal([Key], await _store.ListKeysAsync("").ToListAsync());
        Assert.Null(await _store.GetAsync("missing"));
        Assert.Equal(before, _folder.Snapshot());
    }

    [Fact]
    public async Task Asking_a_folder_that_is_not_there_creates_nothing()
    {
        Assert.Null(await _store.GetAsync(Key));
        Assert.Empty(await _store.ListKeysAsync("models/").ToListAsync());
        await _store.DeleteAsync(Key);
        Assert.False(Directory.Exists(_folder["store"]));
    }

    [Fact]
    public async Task Plain_files_alone_are_a_store_with_one_version_each()
    {
        WritePlain("copied");

        var version = Assert.Single(await _store.ListVersionsAsync(Key));
        Assert.Equal("copied", await ReadAsync());
        Assert.Equal("copied", await ReadAsync(version.VersionId));
        Assert.Null(await TryPutAsync("x", null));

        Assert.NotNull(await TryPutAsync("next", version.VersionId));
        Assert.Equal("next", await ReadAsync());
        Assert.Equal("copied", await ReadAsync(version.VersionId));
        Assert.Equal(2, (await _store.ListVersionsAsync(Key)).Count);
    }

    [Fact]
    public async Task A_plain_file_changed_by_hand_is_refused_with_both_hashes()
    {
        var version = await PutAsync("one");
        WritePlain("two");

        foreach (var read in new Func<Task>[] { () => ReadAsync(), () => ReadAsync(version.VersionId) })
        {
            var error = await Assert.ThrowsAsync<FashionMnistException>(read);
            Assert.Equal(ExitCodes.Integrity, error.ExitCode);
            Assert.Contains(Plain, error.Message, StringComparison.Ordinal);
            Assert.Contains(Hash("one"), error.Message, StringComparison.Ordinal);
            Assert.Contains(Hash("two"), error.Message, StringComparison.Ordinal);
        }

        File.Delete(Plain);
        Assert.Equal("one", await ReadAsync());
    }

    [Fact]
    public async Task A_kept_version_changed_by_hand_is_refused_with_both_hashes()
    {
        var old = await PutAsync("one");
        await PutAsync("two");
        await File.WriteAllTextAsync(_folder[$"store/.versions/{Key}/@00000001/{Hash("one")}"], "six");

        Assert.Equal("two", await ReadAsync());
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => ReadAsync(old.VersionId));
        Assert.Equal(ExitCodes.Integrity, error.ExitCode);
        Assert.Contains(Hash("one"), error.Message, StringComparison.Ordinal);
        Assert.Contains(Hash("six"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_whose_writer_was_killed_before_the_plain_file_is_current_and_the_next_writer_finishes_it()
    {
        await PutAsync("one");
        await PutAsync("two");
        WritePlain("one");
        LeavePending(Key);

        Assert.Equal("two", await ReadAsync());
        Assert.Equal("one", await File.ReadAllTextAsync(Plain));

        await _store.PutAsync("another/key", new MemoryStream());
        Assert.Equal("two", await File.ReadAllTextAsync(Plain));
    }

    [Fact]
    public async Task Leftovers_of_killed_writers_go_after_an_hour_and_those_of_living_ones_stay()
    {
        LeavePending(Key);
        using var living = PendingWrite.Begin(_folder["store"], Key);
        await PutAsync("one");
        Assert.Equal(2, Directory.GetDirectories(PendingWrite.FolderIn(_folder["store"])).Length);

        _time.Advance(TimeSpan.FromHours(2));
        await PutAsync("two");
        Assert.Single(Directory.GetDirectories(PendingWrite.FolderIn(_folder["store"])));
    }

    [Fact]
    public async Task A_key_below_another_key_is_refused_in_one_line()
    {
        await PutAsync("one");
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => _store.PutAsync($"{Key}/below", new MemoryStream()));
        Assert.Equal(ExitCodes.InputOutput, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal("one", await ReadAsync());
    }

    [Fact]
    public async Task What_the_file_system_refuses_is_told_with_the_address_and_what_was_tried()
    {
        var tooLong = new string('a', 300);
        await PutAsync("one");
        Directory.Delete(PendingWrite.FolderIn(_folder["store"]));
        File.WriteAllText(PendingWrite.FolderIn(_folder["store"]), "a file in the place of the folder");
        var work = new (string Key, string Action, Func<string, Task> Do)[]
        {
            (Key, "write", x => _store.PutAsync(x, Bytes("two"))), (Key, "remove", x => _store.DeleteAsync(x)),
            (tooLong, "list", x => _store.ListVersionsAsync(x)), (tooLong, "read", x => _store.GetAsync(x)),
        };
        foreach (var (key, action, act) in work)
        {
            var error = await Assert.ThrowsAsync<FashionMnistException>(() => act(key));
            Assert.Equal(ExitCodes.InputOutput, error.ExitCode);
            Assert.StartsWith($"{_store.Address}/{key}: cannot {action}: ", error.Message, StringComparison.Ordinal);
        }

        var listing = await Assert.ThrowsAsync<FashionMnistException>(async () => await _store.ListKeysAsync($"{tooLong}/").ToListAsync());
        Assert.StartsWith($"{_store.Address}: cannot list: ", listing.Message, StringComparison.Ordinal);
        Assert.Equal("one", await ReadAsync());
    }

    [Fact]
    public async Task A_folder_of_a_version_without_its_file_is_no_version()
    {
        await PutAsync("one");
        Directory.CreateDirectory(_folder[$"store/.versions/{Key}/@00000007"]);

        Assert.Single(await _store.ListVersionsAsync(Key));
        Assert.Equal("one", await ReadAsync());
    }

    [Fact]
    public void A_folder_that_cannot_be_flushed_is_named()
    {
        var error = Assert.Throws<IOException>(() => DurableFiles.FlushDirectory(_folder["gone"]));
        Assert.Equal($"cannot flush the folder '{_folder["gone"]}': No such file or directory", error.Message);
    }

    [Fact]
    public async Task Removing_leaves_no_empty_folders()
    {
        await PutAsync("one");
        await _store.DeleteAsync(Key);
        Assert.Equal([".pending"], Directory.GetFileSystemEntries(_folder["store/.versions"]).Select(Path.GetFileName));
        Assert.False(Directory.Exists(_folder["store/models"]));
    }

    private Task<ObjectVersion> PutAsync(string text) => _store.PutAsync(Key, Bytes(text));

    private Task<ObjectVersion?> TryPutAsync(string text, string? expected) => _store.TryPutAsync(Key, Bytes(text), expected);

    private async Task<string> ReadAsync(string? versionId = null)
    {
        await using var stored = await _store.GetAsync(Key, versionId);
        using var reader = new StreamReader(stored!.Content);
        return await reader.ReadToEndAsync();
    }

    private void WritePlain(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Plain)!);
        File.WriteAllText(Plain, text);
    }

    private void LeavePending(string key)
    {
        var folder = Path.Combine(PendingWrite.FolderIn(_folder["store"]), "of-a-killed-writer");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, PendingWrite.OwnerFile), key);
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Hash(string text) => Packages.ModelPackage.Hash(Encoding.UTF8.GetBytes(text));
}
