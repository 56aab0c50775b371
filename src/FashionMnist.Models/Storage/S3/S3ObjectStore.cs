using System.Runtime.CompilerServices;
using Amazon.S3;

namespace FashionMnist.Models.Storage.S3;

/// <summary>
/// A versioned store in an S3 bucket with versioning, which is checked before the first write. Reading needs only GetObject,
/// GetObjectVersion and ListBucket. Conditional writes use If-Match and If-None-Match, and look afterwards whether the server kept to them.
/// </summary>
public sealed class S3ObjectStore : IVersionedObjectStore, IDisposable
{
    private readonly IAmazonS3 _client;
    private readonly S3Address _root;
    private readonly S3Bucket _bucket;
    private readonly S3Writer _writer;
    private readonly TimeProvider _timeProvider;
    private volatile bool _versioned;

    /// <summary>A store below a location. Nothing is requested yet.</summary>
    /// <param name="client">See <see cref="S3Clients.Create"/>; the store disposes it.</param>
    /// <param name="root">Bucket and prefix.</param>
    /// <param name="timeProvider">The clock that waits between attempts to read on.</param>
    public S3ObjectStore(IAmazonS3 client, S3Address root, TimeProvider? timeProvider = null)
    {
        _client = client;
        _root = root;
        _bucket = new S3Bucket(client, root);
        _writer = new S3Writer(client, _bucket);
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Address => _root.ToString();

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <summary>Whether another server than AWS answers, where there is no STS to ask who is acting.</summary>
    public bool IsCustomEndpoint => _bucket.IsCustomEndpoint;

    /// <inheritdoc/>
    public Task<ObjectVersion> PutAsync(string key, Stream content, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, c => _writer.PutAsync(key, c, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectVersion?> TryPutAsync(
        string key, Stream content, string? expectedVersionId, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, c => _writer.TryPutAsync(key, c, expectedVersionId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(string key, string? versionId = null, CancellationToken cancellationToken = default) =>
        GuardAsync(
            key,
            S3Errors.Read,
            async () => await _bucket.GetAsync(key, versionId, cancellationToken) is { } response
                ? new StoredObject(
                    S3Bucket.Describe(key, response.VersionId, response.LastModified, S3ObjectReader.LengthOf(response)),
                    new S3ReadStream(_client, _bucket.Locate(key), response, _timeProvider))
                : null,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectVersion>> ListVersionsAsync(string key, CancellationToken cancellationToken = default) =>
        GuardAsync<IReadOnlyList<ObjectVersion>>(
            key,
            "list the versions",
            async () => [.. (await _bucket.ListVersionsAsync(key, cancellationToken)).Where(v => !v.IsDeleteMarker).Select(v => v.Version)],
            cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListKeysAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var key in _bucket.ListKeysAsync(prefix, cancellationToken))
            if (ObjectKey.IsValid(key))
                yield return key;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        GuardAsync(
            key,
            "remove",
            async () =>
            {
                await RequireVersioningAsync(cancellationToken);
                var versions = await _bucket.ListVersionsAsync(key, cancellationToken);
                await _bucket.DeleteVersionsAsync(key, versions.Select(v => v.Version.VersionId), cancellationToken);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<T> WriteAsync<T>(string key, Stream content, Func<S3Content, Task<T>> write, CancellationToken cancellationToken) =>
        GuardAsync(
            key,
            "write",
            async () =>
            {
                await RequireVersioningAsync(cancellationToken);
                await using var prepared = await S3Content.PrepareAsync(content, cancellationToken);
                return await write(prepared);
            },
            cancellationToken);

    private async Task RequireVersioningAsync(CancellationToken cancellationToken)
    {
        if (_versioned)
            return;
        await _bucket.RequireVersioningAsync(cancellationToken);
        _versioned = true;
    }

    private Task<T> GuardAsync<T>(string key, string action, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        return S3Errors.GuardAsync(_bucket.Locate(key).ToString(), action, work, cancellationToken);
    }
}
