namespace FashionMnist.Models.Registry;

/// <summary>
/// production.json: the package in production, with everything a reader needs to get exactly these bytes. Its versions are the history.
/// </summary>
public sealed record ProductionPointer
{
    /// <summary>The version of this schema that this code writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the pointer's schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Identity of the package.</summary>
    public required string PackageId { get; init; }

    /// <summary>SHA-256 of model.onnx, 64 lower-case hex digits.</summary>
    public required string OnnxSha256 { get; init; }

    /// <summary>Version of model.onnx in the store.</summary>
    public required string OnnxVersionId { get; init; }

    /// <summary>SHA-256 of the bytes of model.json, 64 lower-case hex digits.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Version of model.json in the store.</summary>
    public required string ManifestVersionId { get; init; }

    /// <summary>Accuracy on the test set as the manifest has it, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// <see cref="RegistryAction.Promoted"/>, <see cref="RegistryAction.Forced"/> or <see cref="RegistryAction.RolledBack"/>.
    /// </summary>
    public required RegistryAction Action { get; init; }

    /// <summary>Who did it: an ARN on AWS, a user name elsewhere.</summary>
    public required string By { get; init; }

    /// <summary>When (UTC, milliseconds).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why; none if nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Where a rollback goes from here. After a promotion that is the pointer it replaced; after a rollback it is what came before the
    /// restored one, so that rollback after rollback walks further back and never returns to what was taken back.
    /// </summary>
    public PointerReference? Previous { get; init; }
}

/// <summary>A version of production.json and the package it names.</summary>
/// <param name="PackageId">Identity of the package.</param>
/// <param name="VersionId">Version of production.json in the store.</param>
public sealed record PointerReference(string PackageId, string VersionId);

/// <summary>A pointer and the version it was read from.</summary>
/// <param name="Content">What production.json says.</param>
/// <param name="VersionId">Version of production.json in the store.</param>
public sealed record StoredPointer(ProductionPointer Content, string VersionId);
