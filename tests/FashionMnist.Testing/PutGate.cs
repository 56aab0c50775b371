using FashionMnist.Models.Storage;

namespace FashionMnist.Testing;

/// <summary>
/// Lets conditional puts of one key through only when all writers have arrived, so that a race happens in every run instead of in some.
/// </summary>
public sealed class PutGate(IVersionedObjectStore store, string guardedKey, int writers) : StoreDecorator(store)
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public override async Task<ObjectVersion?> TryPutAsync(
        string key, Stream content, string? expectedVersionId, CancellationToken cancellationToken = default)
    {
        if (key == guardedKey)
        {
            if (Interlocked.Increment(ref _arrived) == writers)
                _open.SetResult();
            await _open.Task;
        }

        return await base.TryPutAsync(key, content, expectedVersionId, cancellationToken);
    }
}
