using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Registry;

public sealed class PointerSerializerTests : IDisposable
{
    private static readonly string Digest = new('a', 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("abc")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Refuses_an_identity_that_is_no_hash_although_the_seal_fits(string id)
    {
        foreach (var pointer in new[] { Pointer() with { PackageId = id }, Pointer() with { OnnxSha256 = id }, Pointer() with { ManifestSha256 = id } })
        {
            var e = Assert.Throws<FashionMnistException>(() => PointerSerializer.Deserialize(PointerSerializer.Serialize(pointer), "production.json"));
            Assert.Equal(
                (ExitCodes.Integrity, "production.json: the production pointer names something that is no SHA-256 of 64 lower-case hex digits"),
                (e.ExitCode, e.Message));
        }
    }

    [Fact]
    public async Task Refuses_the_pointer_of_another_model()
    {
        var registry = new ModelRegistry(new FileObjectStore(_folder["store"]), "mine", _ => Task.FromResult("test"));
        Directory.CreateDirectory(_folder["store", "models", "mine"]);
        await File.WriteAllBytesAsync(_folder["store", "models", "mine", "production.json"], PointerSerializer.Serialize(Pointer() with { Model = "other" }));

        var e = await Assert.ThrowsAsync<FashionMnistException>(() => registry.ReadPointerAsync());

        Assert.Equal(ExitCodes.Integrity, e.ExitCode);
        Assert.EndsWith("the pointer of another model: expected mine, actual other", e.Message, StringComparison.Ordinal);
    }

    private static ProductionPointer Pointer() => new()
    {
        SchemaVersion = ProductionPointer.CurrentSchemaVersion,
        Model = "mine",
        PackageId = Digest,
        OnnxSha256 = Digest,
        OnnxVersionId = "1",
        ManifestSha256 = Digest,
        ManifestVersionId = "1",
        Accuracy = 0.9,
        Action = RegistryAction.Promoted,
        By = "test",
        At = DateTimeOffset.UnixEpoch,
    };
}
