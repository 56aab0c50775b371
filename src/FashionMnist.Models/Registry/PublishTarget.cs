namespace FashionMnist.Models.Registry;

/// <summary>Where a package is meant to go, as far as the rules ask.</summary>
/// <param name="ModelName">The model it must be of.</param>
/// <param name="Address">The store, for messages.</param>
/// <param name="IsShared">Whether others rely on the store.</param>
internal sealed record PublishTarget(string ModelName, string Address, bool IsShared);
