using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Storage.S3;

/// <summary>The same on a server that lists versions oldest first.</summary>
public sealed class OldestFirstContractTests : VersionedObjectStoreContract
{
    /// <summary>Uploads in parts are not simulated.</summary>
    protected override int LargeObjectBytes => 1_000_000;

    protected override Task<IVersionedObjectStore> OpenStoreAsync() =>
        Task.FromResult<IVersionedObjectStore>(new S3ObjectStore(new SimulatedS3 { ListsOldestFirst = true }, new S3Address("bucket", "prefix")));
}

/// <summary>The store's side of the contract where conditions are enforced, as on AWS; simulated.</summary>
public sealed class SimulatedS3ContractTests : VersionedObjectStoreContract
{
    /// <summary>Uploads in parts are not simulated.</summary>
    protected override int LargeObjectBytes => 1_000_000;

    protected override Task<IVersionedObjectStore> OpenStoreAsync() =>
        Task.FromResult<IVersionedObjectStore>(new S3ObjectStore(new SimulatedS3(), new S3Address("bucket", "prefix")));
}
