using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Registry;

public sealed class FileModelRegistryContractTests : StoredModelRegistryContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IVersionedObjectStore> OpenStoreAsync() =>
        Task.FromResult<IVersionedObjectStore>(new FileObjectStore(_folder["store"]));
}
