using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionMnist.Models.Registry;

/// <summary>What happened to a package.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RegistryAction>))]
public enum RegistryAction
{
    /// <summary>It was uploaded.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>The gate did not let it out.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>It became the one in production.</summary>
    [JsonStringEnumMemberName("promoted")]
    Promoted,

    /// <summary>It became the one in production although the gate refused it.</summary>
    [JsonStringEnumMemberName("forced")]
    Forced,

    /// <summary>It became the one in production again because a later one was taken back.</summary>
    [JsonStringEnumMemberName("rolled-back")]
    RolledBack,

    /// <summary>It was removed from the store.</summary>
    [JsonStringEnumMemberName("pruned")]
    Pruned,
}

internal static class RegistryActions
{
    /// <summary>The name in JSON, which also stands in the keys of ledger events.</summary>
    public static string Name(this RegistryAction action) =>
        JsonSerializer.SerializeToElement(action, ModelsJsonContext.Default.RegistryAction).GetString()!;
}
