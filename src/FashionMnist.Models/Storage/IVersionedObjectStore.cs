namespace FashionMnist.Models.Storage;

/// <summary>
/// A store of small and large objects in which every write makes a new version and no version ever changes.
/// Keys use <c>/</c> as separator (see <see cref="ObjectKey"/>). Missing objects are <see langword="null"/>; other failures are
/// <see cref="FashionMnistException"/>s
/// with the exit code that fits (access denied 77, throttled or network 75, I/O 74, malformed key 64, damaged content 80).
/// </summary>
public interface IVersionedObjectStore
{
    /// <summary>The address users know the store by, for messages: a folder's path or <c>s3://bucket/prefix</c>.</summary>
    string Address { get; }

    /// <summary>
    /// Whether other people and machines rely on this store (S3) or it is one person's folder.
    /// Models of drawn data and of an uncommitted working tree stay out of a shared store.
    /// </summary>
    bool IsShared { get; }

    /// <summary>Writes a new version of <paramref name="key"/>; readers see the whole of it or nothing.</summary>
    /// <returns>The version written.</returns>
    Task<ObjectVersion> PutAsync(string key, Stream content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a new version only if the current one is still <paramref name="expectedVersionId"/>
    /// (<see langword="null"/>: only if there is none).
    /// </summary>
    /// <returns>The version written, or <see langword="null"/> if somebody else was faster.</returns>
    Task<ObjectVersion?> TryPutAsync(string key, Stream content, string? expectedVersionId, CancellationToken cancellationToken = default);

    /// <summary>Opens the current or an exact version for reading.</summary>
    Task<StoredObject?> GetAsync(string key, string? versionId = null, CancellationToken cancellationToken = default);

    /// <summary>The versions of one key, newest first.</summary>
    Task<IReadOnlyList<ObjectVersion>> ListVersionsAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>The keys that start with <paramref name="prefix"/>, in ordinal order.</summary>
    IAsyncEnumerable<string> ListKeysAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Removes every version of a key; a missing key is no error. Used by pruning only.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);
}

/// <summary>One version of an object.</summary>
/// <param name="Key">The key.</param>
/// <param name="VersionId">Opaque identity of the version.</param>
/// <param name="LastModified">When it was written (UTC).</param>
/// <param name="Size">Size in bytes.</param>
public sealed record ObjectVersion(string Key, string VersionId, DateTimeOffset LastModified, long Size);

/// <summary>An object opened for reading.</summary>
/// <param name="Version">The version that is read.</param>
/// <param name="Content">Its bytes; not seekable in general.</param>
public sealed record StoredObject(ObjectVersion Version, Stream Content) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
