using FashionMnist.Integration.Tests.Storage;
using FashionMnist.Models.Storage;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.Registry;

[NeedsS3]
public sealed class S3ModelRegistryContractTests : StoredModelRegistryContract
{
    private TestBucket? _bucket;

    public override async Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        if (_bucket is not null)
            await _bucket.DisposeAsync();
    }

    protected override async Task<IVersionedObjectStore> OpenStoreAsync()
    {
        _bucket = await TestBucket.CreateAsync();
        return _bucket.OpenStore();
    }
}
