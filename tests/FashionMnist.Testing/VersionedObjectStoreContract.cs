using System.Text;
using FashionMnist.Models;
using FashionMnist.Models.Storage;

namespace FashionMnist.Testing;

/// <summary>What every versioned store does, whatever it stores in.</summary>
public abstract class VersionedObjectStoreContract : IAsyncLifetime
{
    private const string Key = "models/m/production.json";

    protected IVersionedObjectStore Store { get; private set; } = null!;

    protected virtual int LargeObjectBytes => 20 * 1024 * 1024 + 17;

    public async Task InitializeAsync() => Store = await OpenStoreAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [ContractFact]
    public async Task A_missing_object_is_null()
    {
        Assert.Null(await Store.GetAsync(Key));
        Assert.Empty(await Store.ListVersionsAsync(Key));
        Assert.Empty(await KeysAsync(""));
    }

    [ContractFact]
    public async Task What_was_put_comes_back_with_its_version()
    {
        var written = await PutAsync(Key, "one");

        await using var stored = await Store.GetAsync(Key);
        Assert.Equal("one", await TextAsync(stored));
        Assert.Equal(written.VersionId, stored!.Version.VersionId);
        Assert.Equal((Key, 3L), (stored.Version.Key, stored.Version.Size));
        Assert.Equal((Key, 3L), (written.Key, written.Size));
        Assert.Equal(written.LastModified, stored.Version.LastModified);
    }

    [ContractFact]
    public async Task Every_put_makes_a_version_and_the_old_ones_stay_readable()
    {
        var texts = new[] { "one", "two", "two", "one" };
        var versions = new List<ObjectVersion>();
        foreach (var text in texts)
            versions.Add(await PutAsync(Key, text));

        var listed = await Store.ListVersionsAsync(Key);
        Assert.Equal(versions.Select(v => v.VersionId).Reverse(), listed.Select(v => v.VersionId));
        Assert.All(listed, v => Assert.Equal((Key, 3L), (v.Key, v.Size)));
        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(texts[i], await ReadAsync(Key, versions[i].VersionId));
        Assert.Equal("one", await ReadAsync(Key));
    }

    [ContractFact]
    public async Task An_unknown_version_is_null()
    {
        await PutAsync(Key, "one");
        await PutAsync("models/m/other.json", "two");
        var foreign = (await Store.ListVersionsAsync("models/m/other.json"))[0].VersionId;

        Assert.Null(await Store.GetAsync(Key, foreign));
        Assert.Null(await Store.GetAsync("models/m/missing.json", foreign));
    }

    [ContractFact]
    public async Task Fifty_parallel_puts_make_fifty_versions()
    {
        var texts = Enumerable.Range(0, 50).Select(i => $"text {i}").ToList();
        var written = await Task.WhenAll(texts.Select(t => Task.Run(() => PutAsync(Key, t))));

        var listed = await Store.ListVersionsAsync(Key);
        Assert.Equal(50, listed.Count);
        Assert.Equal(written.Select(v => v.VersionId).Order(), listed.Select(v => v.VersionId).Order());
        for (var i = 0; i < texts.Count; i++)
            Assert.Equal(texts[i], await ReadAsync(Key, written[i].VersionId));
        Assert.Equal(await ReadAsync(Key, listed[0].VersionId), await ReadAsync(Key));
    }

    [ContractFact]
    public async Task A_conditional_put_needs_the_version_it_expects()
    {
        Assert.Null(await TryPutAsync(Key, "x", "00000001-0123456789abcdef"));
        var first = await TryPutAsync(Key, "one", null);
        Assert.NotNull(first);
        Assert.Null(await TryPutAsync(Key, "x", null));

        var second = await TryPutAsync(Key, "two", first.VersionId);
        Assert.NotNull(second);
        Assert.Null(await TryPutAsync(Key, "x", first.VersionId));

        Assert.Equal("two", await ReadAsync(Key));
        Assert.Equal([second.VersionId, first.VersionId], (await Store.ListVersionsAsync(Key)).Select(v => v.VersionId));
    }

    [ContractFact]
    public async Task Of_many_conditional_puts_exactly_one_wins()
    {
        string? expected = null;
        for (var round = 0; round < 5; round++)
        {
            var before = expected;
            var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => TryPutAsync(Key, $"{round}/{i}", before))));

            var winner = Assert.Single(Enumerable.Range(0, 10), i => results[i] is not null);
            Assert.Equal($"{round}/{winner}", await ReadAsync(Key));
            Assert.Equal(round + 1, (await Store.ListVersionsAsync(Key)).Count);
            expected = results[winner]!.VersionId;
        }
    }

    [ContractFact]
    public async Task Readers_see_a_whole_version_while_writers_write()
    {
        const int Size = 200_000;
        await Store.PutAsync(Key, new MemoryStream(Filled(0)));
        var writers = Task.WhenAll(Enumerable.Range(1, 3).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
                await Store.PutAsync(Key, new MemoryStream(Filled((byte)(w * 10 + i))));
        })));

        var reads = 0;
        while (!writers.IsCompleted || reads == 0)
        {
            await using var stored = await Store.GetAsync(Key);
            var bytes = await BytesAsync(stored!);
            Assert.Equal(Size, bytes.Length);
            Assert.False(bytes.AsSpan().ContainsAnyExcept(bytes[0]));
            reads++;
        }

        await writers;
        Assert.Equal(16, (await Store.ListVersionsAsync(Key)).Count);

        static byte[] Filled(byte value)
        {
            var bytes = new byte[Size];
            bytes.AsSpan().Fill(value);
            return bytes;
        }
    }

    [ContractFact]
    public async Task A_large_object_comes_back_unchanged()
    {
        var bytes = new byte[LargeObjectBytes];
        new Random(1).NextBytes(bytes);
        var written = await Store.PutAsync("models/m/large.onnx", new MemoryStream(bytes));

        await using var stored = await Store.GetAsync("models/m/large.onnx", written.VersionId);
        Assert.Equal(bytes.Length, stored!.Version.Size);
        var read = await BytesAsync(stored);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [ContractFact]
    public async Task An_empty_and_a_tiny_object_are_objects()
    {
        await PutAsync("empty", "");
        await PutAsync("tiny", "x");

        Assert.Equal("", await ReadAsync("empty"));
        Assert.Equal("x", await ReadAsync("tiny"));
        Assert.Equal(0, Assert.Single(await Store.ListVersionsAsync("empty")).Size);
    }

    [ContractFact]
    public async Task Content_that_cannot_be_rewound_is_stored_whole()
    {
        await Store.PutAsync(Key, new ForwardOnlyStream(Encoding.UTF8.GetBytes("forward only"), failAt: null));
        Assert.Equal("forward only", await ReadAsync(Key));
    }

    [ContractFact]
    public async Task Content_that_breaks_off_leaves_what_was_there()
    {
        await PutAsync(Key, "one");
        var broken = new ForwardOnlyStream(new byte[300_000], failAt: 200_000);

        await Assert.ThrowsAsync<FashionMnistException>(() => Store.PutAsync(Key, broken));
        await Assert.ThrowsAsync<FashionMnistException>(() => Store.PutAsync("fresh", new ForwardOnlyStream(new byte[10], failAt: 5)));

        Assert.Equal("one", await ReadAsync(Key));
        Assert.Single(await Store.ListVersionsAsync(Key));
        Assert.Equal([Key], await KeysAsync(""));
    }

    [ContractFact]
    public async Task A_cancelled_put_leaves_what_was_there()
    {
        await PutAsync(Key, "one");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.PutAsync(Key, new MemoryStream([1]), new CancellationToken(canceled: true)));
        Assert.Equal("one", await ReadAsync(Key));
        Assert.Single(await Store.ListVersionsAsync(Key));
    }

    [ContractFact]
    public async Task Delete_removes_every_version_and_the_key_can_be_written_again()
    {
        await PutAsync(Key, "one");
        var second = await PutAsync(Key, "two");
        await PutAsync("models/m/other.json", "other");

        await Store.DeleteAsync(Key);
        await Store.DeleteAsync(Key);

        Assert.Null(await Store.GetAsync(Key));
        Assert.Null(await Store.GetAsync(Key, second.VersionId));
        Assert.Empty(await Store.ListVersionsAsync(Key));
        Assert.Equal(["models/m/other.json"], await KeysAsync("models/"));
        Assert.NotNull(await TryPutAsync(Key, "three", null));
        Assert.Equal("three", await ReadAsync(Key));
        Assert.Single(await Store.ListVersionsAsync(Key));
    }

    [ContractFact]
    public async Task Keys_are_listed_by_prefix_in_ordinal_order()
    {
        string[] keys = ["models/a/1.json", "models/a/10.json", "models/a/2.json", "models/a-b/1.json", "models/b/1.json", "zero"];
        foreach (var key in keys.Reverse())
            await PutAsync(key, key);
        await PutAsync("models/a/2.json", "again");

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(""));
        Assert.Equal(["models/a/1.json", "models/a/10.json", "models/a/2.json"], await KeysAsync("models/a/"));
        Assert.Equal(["models/a-b/1.json", "models/a/1.json", "models/a/10.json", "models/a/2.json"], await KeysAsync("models/a"));
        Assert.Equal(["models/a/1.json", "models/a/10.json"], await KeysAsync("models/a/1"));
        Assert.Equal(["models/b/1.json"], await KeysAsync("models/b/1.json"));
        Assert.Empty(await KeysAsync("models/c"));
    }

    [ContractFact]
    public async Task A_key_with_a_neighbours_name_as_its_beginning_has_its_own_versions()
    {
        await PutAsync("models/m/a", "short");
        await PutAsync("models/m/a.b", "long");
        Assert.Equal("short", await ReadAsync("models/m/a", Assert.Single(await Store.ListVersionsAsync("models/m/a")).VersionId));
    }

    [ContractFact]
    public async Task A_malformed_key_is_refused_in_one_line()
    {
        string[] keys =
        [
            "", "/", "/etc/passwd", "a//b", "a/", "..", "a/../b", "a/./b", "./a", "a\\b", "C:/a", "a b", "A", "ä", "a\nb", ".versions/a",
            "a/.b", "a/b.",
            new('a', 513),
        ];
        foreach (var key in keys)
        {
            await RefusedAsync(() => Store.PutAsync(key, new MemoryStream()));
            await RefusedAsync(() => Store.TryPutAsync(key, new MemoryStream(), null));
            await RefusedAsync(() => Store.GetAsync(key));
            await RefusedAsync(() => Store.ListVersionsAsync(key));
            await RefusedAsync(() => Store.DeleteAsync(key));
        }

        static async Task RefusedAsync(Func<Task> action)
        {
            var error = await Assert.ThrowsAsync<FashionMnistException>(action);
            Assert.Equal(ExitCodes.Usage, error.ExitCode);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    protected abstract Task<IVersionedObjectStore> OpenStoreAsync();

    protected Task<ObjectVersion> PutAsync(string key, string text) => Store.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)));

    protected Task<ObjectVersion?> TryPutAsync(string key, string text, string? expected) =>
        Store.TryPutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), expected);

    protected async Task<string> ReadAsync(string key, string? versionId = null)
    {
        await using var stored = await Store.GetAsync(key, versionId);
        return await TextAsync(stored);
    }

    protected async Task<IReadOnlyList<string>> KeysAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var key in Store.ListKeysAsync(prefix))
            keys.Add(key);
        return keys;
    }

    private static async Task<string> TextAsync(StoredObject? stored) => Encoding.UTF8.GetString(await BytesAsync(stored!));

    private static async Task<byte[]> BytesAsync(StoredObject stored)
    {
        using var bytes = new MemoryStream();
        await stored.Content.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
