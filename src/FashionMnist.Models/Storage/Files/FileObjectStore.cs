using System.Runtime.CompilerServices;

namespace FashionMnist.Models.Storage.Files;

/// <summary>
/// A versioned store in a folder. The current content of a key is the plain file of that name, for other tools to read;
/// every version is kept under <c>&lt;folder&gt;/.versions</c>. Safe under concurrent processes and under <c>kill -9</c> at any point;
/// reading writes nothing, so the folder may be mounted read-only. In a folder of plain files alone each object has one version.
/// </summary>
/// <param name="folder">The folder; created by the first write.</param>
/// <param name="timeProvider">The clock that decides when a leftover is old enough to go.</param>
public sealed class FileObjectStore(string folder, TimeProvider? timeProvider = null) : IVersionedObjectStore
{
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Address { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public async Task<ObjectVersion> PutAsync(string key, Stream content, CancellationToken cancellationToken = default) =>
        (await WriteAsync(key, content, _ => true, cancellationToken))!;

    /// <inheritdoc/>
    public Task<ObjectVersion?> TryPutAsync(
        string key, Stream content, string? expectedVersionId, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, newest => newest?.Id == expectedVersionId, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(string key, string? versionId = null, CancellationToken cancellationToken = default) =>
        Guard(key, "read", history =>
        {
            var current = ReadCurrent(history);
            if (versionId is null || current?.Version.VersionId == versionId)
                return Task.FromResult(current);

            current?.Content.Dispose();
            var version = history.List().FirstOrDefault(v => v.Id == versionId);
            return Task.FromResult(version is null ? null : Open(history, version));
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectVersion>> ListVersionsAsync(string key, CancellationToken cancellationToken = default) =>
        Guard(key, "list", history =>
        {
            var versions = history.List();
            if (versions.Count == 0 && PlainAlone(history) is { } plain)
                versions = [plain];
            return Task.FromResult<IReadOnlyList<ObjectVersion>>([.. versions.Select(v => v.Describe(key))]);
        });

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListKeysAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var keys = await Task.FromResult(FileErrors.Guard(Address, "list", () => FileKeys.Find(Address, prefix)));
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return key;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        Guard(key, "remove", history =>
        {
            if (!File.Exists(history.PlainFile) && !Directory.Exists(history.VersionsFolder))
                return Task.FromResult(true);

            using var pending = PendingWrite.Begin(Address, key);
            if (File.Exists(history.PlainFile))
                File.Delete(history.PlainFile);
            pending.TakeAway(history);
            FileKeys.RemoveEmptyFolders(Address, history);
            return Task.FromResult(true);
        });

    private Task<ObjectVersion?> WriteAsync(
        string key, Stream content, Func<FileVersion?, bool> mayFollow, CancellationToken cancellationToken) =>
        Guard(key, "write", async history =>
        {
            using var pending = PendingWrite.Begin(Address, key);
            PendingSweep.Run(Address, pending, _timeProvider);
            if (!mayFollow(Newest(history)))
                return null;

            await pending.WriteAsync(content, cancellationToken);
            while (true)
            {
                Adopt(history);
                var number = history.NextNumber();
                if (!mayFollow(history.Newest()))
                    return null;
                if (!pending.TryCommit(history, number))
                    continue;

                var written = history.Find(number)!;
                pending.UpdatePlainFile(history);
                return written.Describe(key);
            }
        });

    /// <summary>A plain file that came without versions becomes version 1 before anything follows it.</summary>
    private void Adopt(FileHistory history)
    {
        if (PlainAlone(history) is null || history.OpenPlain() is not { } plain)
            return;

        using var pending = PendingWrite.Begin(Address, history.Key);
        using (plain.Content)
            pending.WriteAsync(plain.Content, CancellationToken.None).GetAwaiter().GetResult();
        pending.TryCommit(history, 1);
    }

    private static FileVersion? Newest(FileHistory history) => history.Newest() ?? PlainAlone(history);

    private static FileVersion? PlainAlone(FileHistory history)
    {
        if (history.Newest() is not null || history.OpenPlain() is not { } plain)
            return null;

        plain.Content.Dispose();
        return history.Newest() is null ? new FileVersion(1, plain.Sha256, history.PlainFile) : null;
    }

    private static StoredObject? ReadCurrent(FileHistory history)
    {
        while (true)
        {
            var newest = history.Newest();
            var plain = history.OpenPlain();
            if (plain is { } seen && (newest is null || newest.Sha256 == seen.Sha256) && history.Newest() == newest)
                return new StoredObject((newest ?? new FileVersion(1, seen.Sha256, history.PlainFile)).Describe(history.Key), seen.Content);

            plain?.Content.Dispose();
            if (history.Newest() != newest)
                continue;
            if (newest is null)
                return null;

            // A writer is, or was killed, between its commit and its update of the plain file, which then is missing or an older version.
            if (plain is null || history.List().Any(v => v.Sha256 == plain.Value.Sha256))
                return Open(history, newest);
            throw new FashionMnistException(
                ExitCodes.Integrity,
                $"{history.PlainFile}: the file was changed outside the store: expected SHA-256 {newest.Sha256}, actual "
                + $"{plain.Value.Sha256}; "
                + "delete it to return to the version kept by the store");
        }
    }

    private static StoredObject? Open(FileHistory history, FileVersion version) =>
        FileHistory.OpenVerified(version) is { } content ? new StoredObject(version.Describe(history.Key), content) : null;

    private Task<T> Guard<T>(string key, string action, Func<FileHistory, Task<T>> work)
    {
        ObjectKey.Validate(key);
        return FileErrors.GuardAsync($"{Address}/{key}", action, () => work(new FileHistory(Address, key)));
    }
}
