using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>One event of the ledger, the value of one parameter of the ledger's run.</summary>
internal sealed record MlflowRecord
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    /// <summary>When (UTC, milliseconds).</summary>
    public required DateTimeOffset At { get; init; }

    public required RegistryAction Action { get; init; }

    public required string PackageId { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    public string? Reason { get; init; }

    public double? Accuracy { get; init; }

    /// <summary>For changes of production: SHA-256 of model.json.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>For changes of production: number of the model version.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>For changes of production: where a rollback goes from here, see <see cref="ProductionPointer.Previous"/>.</summary>
    public PointerReference? Previous { get; init; }

    [JsonIgnore]
    public bool ChangesProduction => ModelVersion is not null;

    /// <summary>For people, and as the version's tag the sign that the event was carried out.</summary>
    [JsonIgnore]
    public string Description => MlflowNames.Fit(
        string.Create(CultureInfo.InvariantCulture, $"{Action.Name()} by {By} at {At:u}")
        + (Previous is { } previous ? $", before it {StoreKeys.Abbreviate(previous.PackageId)}" : "")
        + (Reason is { } reason ? $": {reason}" : ""),
        MlflowNames.LongestTag);

    /// <summary>In one line of ASCII, because not every store of a server keeps anything else.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it is longer than a parameter may be.</exception>
    public string Serialize()
    {
        var text = JsonSerializer.Serialize(this, MlflowLedgerContext.Default.MlflowRecord);
        return text.Length <= MlflowNames.LongestParameter
            ? text
            : throw new FashionMnistException(
                ExitCodes.Usage,
                $"the record of this {Action.Name()} would be {text.Length} characters, and MLflow keeps {MlflowNames.LongestParameter}: give a shorter --reason");
    }

    public static MlflowRecord Deserialize(string text, string source)
    {
        try
        {
            var record = JsonSerializer.Deserialize(text, MlflowLedgerContext.Default.MlflowRecord) ?? throw new JsonException("null");
            return record.SchemaVersion == CurrentSchemaVersion && StoreKeys.IsPackageId(record.PackageId)
                ? record
                : throw SealedJson.Damaged(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source}: not a ledger event of schema {CurrentSchemaVersion}: it says schema {record.SchemaVersion} and package {record.PackageId}"));
        }
        catch (JsonException e)
        {
            throw SealedJson.Damaged($"{source}: not a ledger event: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MlflowRecord))]
internal sealed partial class MlflowLedgerContext : JsonSerializerContext;
