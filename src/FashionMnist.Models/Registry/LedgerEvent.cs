namespace FashionMnist.Models.Registry;

/// <summary>One line of the append-only record of a model, an object of its own in the store.</summary>
public sealed record LedgerEvent
{
    /// <summary>The version of this schema that this code writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the event's schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>When (UTC, milliseconds).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required RegistryAction Action { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Identity of the package.</summary>
    public required string PackageId { get; init; }

    /// <summary>Who did it: an ARN on AWS, a user name elsewhere.</summary>
    public required string By { get; init; }

    /// <summary>Why; none if nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Accuracy on the test set, 0 to 1; none if it is not known.</summary>
    public double? Accuracy { get; init; }

    /// <summary>For changes of production: the version of production.json that was written.</summary>
    public string? PointerVersionId { get; init; }
}
