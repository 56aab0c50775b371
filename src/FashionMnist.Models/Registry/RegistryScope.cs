using FashionMnist.Models.Packages;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Registry;

/// <summary>What all parts of a registry share.</summary>
/// <param name="Store">The store.</param>
/// <param name="Keys">The keys of the model.</param>
/// <param name="Caller">Tells who is acting.</param>
/// <param name="Time">The clock.</param>
/// <param name="Notice">Gets one line about what is passed over.</param>
internal sealed record RegistryScope(
    IVersionedObjectStore Store, StoreKeys Keys, Func<CancellationToken, Task<string>> Caller, TimeProvider Time, Action<string> Notice)
{
    /// <summary>What the rules of publishing ask.</summary>
    public PublishTarget Target => new(Keys.ModelName, Store.Address, Store.IsShared);

    /// <summary>Now, cut to what the keys of events can say, so that a key and the content under it agree.</summary>
    public DateTimeOffset Now => CutTo(TimeSpan.FromMilliseconds(1), Time.GetUtcNow());

    public static DateTimeOffset CutTo(TimeSpan unit, DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % unit.Ticks, TimeSpan.Zero);

    public string AddressOf(string key) => $"{Store.Address}/{key}";

    /// <summary>Reads an object whole.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="versionId">The version; <see langword="null"/>: the current one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="maximum">Most bytes it may have.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/> if it has more.</exception>
    public async Task<(ObjectVersion Version, byte[] Bytes)?> ReadAsync(
        string key, string? versionId, CancellationToken cancellationToken, long maximum = PackageFiles.MaximumJsonBytes)
    {
        await using var stored = await Store.GetAsync(key, versionId, cancellationToken);
        if (stored is null)
            return null;
        if (stored.Version.Size > maximum)
            throw SealedJson.Damaged($"{AddressOf(key)}: has {stored.Version.Size} bytes, allowed are {maximum}");

        using var bytes = new MemoryStream();
        await stored.Content.CopyToAsync(bytes, cancellationToken);
        return (stored.Version, bytes.ToArray());
    }
}
