using System.Text;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Models.Tests.Storage.S3;

public sealed class S3ObjectStoreTests : IDisposable
{
    private const string Key = "models/m/production.json";
    private readonly SimulatedS3 _server = new();
    private readonly S3ObjectStore _store;

    public S3ObjectStoreTests() => _store = new S3ObjectStore(_server, new S3Address("bucket", ""));

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_writer_that_is_faster_between_look_and_put_wins()
    {
        var first = await _store.PutAsync(Key, Bytes("one"));
        _server.BeforePut = async _ =>
        {
            _server.BeforePut = _ => Task.CompletedTask;
            await _store.PutAsync(Key, Bytes("faster"));
        };

        Assert.Null(await _store.TryPutAsync(Key, Bytes("slower"), first.VersionId));
        Assert.Equal(2, (await _store.ListVersionsAsync(Key)).Count);
    }

    [Fact]
    public async Task A_put_whose_answer_got_lost_still_counts_as_won()
    {
        var first = await _store.PutAsync(Key, Bytes("one"));
        _server.LoseNextAnswer = true;

        var written = await _store.TryPutAsync(Key, Bytes("two"), first.VersionId);
        Assert.NotNull(written);
        Assert.Equal(written.VersionId, (await _store.ListVersionsAsync(Key))[0].VersionId);
        Assert.Equal(2, (await _store.ListVersionsAsync(Key)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_server_does_not_confirm_is_read_back(bool corrupts)
    {
        (_server.ConfirmsChecksums, _server.Corrupts) = (false, corrupts);
        if (!corrupts)
        {
            await _store.PutAsync(Key, Bytes("one"));
            return;
        }

        var error = await Assert.ThrowsAsync<FashionMnistException>(() => _store.PutAsync(Key, Bytes("one")));
        Assert.Equal(ExitCodes.Integrity, error.ExitCode);
        Assert.Matches("expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}", error.Message);
        Assert.Empty(await _store.ListVersionsAsync(Key));
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
