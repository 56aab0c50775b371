using FashionMnist.Models.Storage;

namespace FashionMnist.Testing;

/// <summary>Passes everything on; tests override what they want to see or change.</summary>
public class StoreDecorator(IVersionedObjectStore inner) : IVersionedObjectStore
{
    public virtual string Address => inner.Address;

    public virtual bool IsShared => inner.IsShared;

    public virtual Task<ObjectVersion> PutAsync(string key, Stream content, CancellationToken cancellationToken = default) =>
        inner.PutAsync(key, content, cancellationToken);

    public virtual Task<ObjectVersion?> TryPutAsync(
        string key, Stream content, string? expectedVersionId, CancellationToken cancellationToken = default) =>
        inner.TryPutAsync(key, content, expectedVersionId, cancellationToken);

    public virtual Task<StoredObject?> GetAsync(string key, string? versionId = null, CancellationToken cancellationToken = default) =>
        inner.GetAsync(key, versionId, cancellationToken);

    public virtual Task<IReadOnlyList<ObjectVersion>> ListVersionsAsync(string key, CancellationToken cancellationToken = default) =>
        inner.ListVersionsAsync(key, cancellationToken);

    public virtual IAsyncEnumerable<string> ListKeysAsync(string prefix, CancellationToken cancellationToken = default) =>
        inner.ListKeysAsync(prefix, cancellationToken);

    public virtual Task DeleteAsync(string key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);
}
