using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Models.Tests.Storage.Files;

/// <summary>Any sequence of operations leaves the store as it leaves a list of versions in memory.</summary>
public sealed class FileObjectStoreProperties
{
    private static readonly string[] Keys = ["a", "models/m/production.json", "models/m/model.onnx"];

    [Property(MaxTest = 40, EndSize = 25)]
    public void The_store_behaves_like_lists_of_versions(byte[][] steps) => RunAsync(steps).GetAwaiter().GetResult();

    private static async Task RunAsync(byte[][] steps)
    {
        using var folder = new TemporaryFolder();
        var model = Keys.ToDictionary(k => k, _ => new List<(string Id, byte[] Content)>());
        foreach (var step in steps.Where(s => s is { Length: >= 2 }))
        {
            var key = Keys[step[1] % Keys.Length];
            var store = new FileObjectStore(folder["store"]);
            await ApplyAsync(store, folder, model[key], step[0] % 6, key, step[2..]);
            await CheckAsync(store, key, model[key]);
        }

        var keys = await new FileObjectStore(folder["store"]).ListKeysAsync("").ToListAsync();
        Assert.Equal(model.Where(m => m.Value.Count > 0).Select(m => m.Key).Order(StringComparer.Ordinal), keys);
    }

    private static async Task ApplyAsync(
        FileObjectStore store,
        TemporaryFolder folder,
        List<(string Id, byte[] Content)> versions,
        int operation,
        string key,
        byte[] content)
    {
        var current = versions.Count == 0 ? null : versions[^1].Id;
        switch (operation)
        {
            case 0 or 1:
                versions.Add(((await store.PutAsync(key, new MemoryStream(content))).VersionId, content));
                break;
            case 2:
                versions.Add(((await store.TryPutAsync(key, new MemoryStream(content), current))!.VersionId, content));
                break;
            case 3:
                var stale = versions.Count > 1 ? versions[0].Id : "99999999-0000000000000000";
                Assert.Null(await store.TryPutAsync(key, new MemoryStream(content), stale));
                break;
            case 4:
                await store.DeleteAsync(key);
                versions.Clear();
                break;
            default:
                // What a process leaves that is killed between its commit and its update of the plain file.
                if (File.Exists(folder[$"store/{key}"]))
                    File.Delete(folder[$"store/{key}"]);
                break;
        }
    }

    private static async Task CheckAsync(FileObjectStore store, string key, List<(string Id, byte[] Content)> versions)
    {
        Assert.Equal(versions.Select(v => v.Id).Reverse(), (await store.ListVersionsAsync(key)).Select(v => v.VersionId));
        Assert.Equal(versions.Count == 0 ? null : versions[^1].Content, await ReadAsync(store, key, null));
        foreach (var (id, content) in versions)
            Assert.Equal(content, await ReadAsync(store, key, id));
    }

    private static async Task<byte[]?> ReadAsync(FileObjectStore store, string key, string? versionId)
    {
        await using var stored = await store.GetAsync(key, versionId);
        if (stored is null)
            return null;
        using var bytes = new MemoryStream();
        await stored.Content.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
