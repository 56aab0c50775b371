using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionMnist.Prediction;

/// <summary>
/// _manifest.json: what a process predicted, from what, with which model. It is written last, so where it lies the results are whole.
/// </summary>
public sealed record PredictionManifest
{
    /// <summary>The version of this schema that this code writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the manifest's schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Name of the run; <see langword="null"/> if it has none.</summary>
    public required string? RunId { get; init; }

    /// <summary>The part of the run; <see langword="null"/> if one process did it all.</summary>
    public required Shard? Shard { get; init; }

    /// <summary>The model that predicted.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The images.</summary>
    public required InputIdentity Input { get; init; }

    /// <summary>The labels, if they came in a file of their own.</summary>
    public required InputIdentity? Labels { get; init; }

    /// <summary>The files written.</summary>
    public required IReadOnlyList<OutputIdentity> Outputs { get; init; }

    /// <summary>The columns of the results in order; <see langword="null"/>, and not written, if they are those of every run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The report for people; <see langword="null"/> if none was asked for.</summary>
    public ReportIdentity? Report { get; init; }

    /// <summary>Rows counted.</summary>
    public required RowCounts Counts { get; init; }

    /// <summary>What was found out about PNGs and done to them; <see langword="null"/>, and not written, for other inputs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureCounts? Pictures { get; init; }

    /// <summary>What the parts of a merged run were; <see langword="null"/>, and not written, for the work of one process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PartIdentity>? Parts { get; init; }

    /// <summary>Share of right predictions, 0 to 1, among the images whose label is known; <see langword="null"/> if none is.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>When and how long.</summary>
    public required RunDurations Durations { get; init; }

    /// <summary>The machine.</summary>
    public required HostIdentity Host { get; init; }

    /// <summary>Version of this software.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>The JSON text of the manifest.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PredictionJsonContext.Default.PredictionManifest) + "\n";

    /// <summary>Reads a manifest that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static PredictionManifest Parse(string json) =>
        JsonSerializer.Deserialize(json, PredictionJsonContext.Default.PredictionManifest)!;
}

/// <summary>The model of a run.</summary>
/// <param name="Name">Name in the store.</param>
/// <param name="PackageId">SHA-256 of model.onnx.</param>
/// <param name="ManifestSha256">SHA-256 of model.json.</param>
/// <param name="Address">Where it was loaded from; loading this address again gives this package, whatever is promoted later.</param>
/// <param name="PointerVersionId">Version of the production pointer that named it, if one did.</param>
/// <param name="Commit">Git commit that trained it.</param>
/// <param name="Synthetic">Whether it was trained on drawn instead of photographed images.</param>
public sealed record ModelIdentity(
    string Name, string PackageId, string ManifestSha256, string Address, string? PointerVersionId, string Commit, bool Synthetic);

/// <summary>A file that was read.</summary>
/// <param name="Uri">Where it lies.</param>
/// <param name="Sha256">
/// SHA-256 of the file as it is stored; of a folder, that of what <c>sha256sum</c> says about the files this process read, in ordinal order.
/// </param>
/// <param name="Rows">Rows of the whole file, whichever of them this process predicted.</param>
public sealed record InputIdentity(string Uri, string Sha256, long Rows)
{
    /// <summary>
    /// Of a folder, SHA-256 of its list when the run began: a line <c>size version path</c> for each PNG in ordinal order, where the version is the
    /// entity tag of an S3 object and the time of the last write to a local file. <see langword="null"/>, and not written, for a file.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ListingSha256 { get; init; }
}

/// <summary>A file that was written.</summary>
/// <param name="File">Name beside this manifest.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Rows in it, a header not counted.</param>
public sealed record OutputIdentity(string File, string Sha256, long Bytes, long Rows);

/// <summary>The report of a run.</summary>
/// <param name="File">Name beside this manifest.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ReportIdentity(string File, string Sha256, long Bytes);

/// <summary>Rows counted by this process.</summary>
/// <param name="Read">Rows taken from the input.</param>
/// <param name="Predicted">Rows predicted.</param>
/// <param name="Rejected">Rows set aside.</param>
/// <param name="PerClass">Predictions by class name.</param>
public sealed record RowCounts(long Read, long Predicted, long Rejected, IReadOnlyDictionary<string, long> PerClass)
{
    /// <summary>Predicted rows whose label is known.</summary>
    public long Labelled { get; init; }

    /// <summary>Those of them that were predicted right.</summary>
    public long Right { get; init; }
}

/// <summary>PNGs counted: predicted ones of this process first, then what holds for the whole input.</summary>
/// <param name="LightBackground">Images with a light background, before any inversion.</param>
/// <param name="Inverted">Images that were inverted.</param>
/// <param name="Resized">Images that were scaled.</param>
/// <param name="LabelledFolders">Images whose folder is named by a label. The labels count only if that is all of them.</param>
/// <param name="OtherFolders">Images whose folder is not.</param>
/// <param name="OtherFiles">Files left out because they are not named .png.</param>
public sealed record PictureCounts(
    long LightBackground, long Inverted, long Resized, long LabelledFolders, long OtherFolders, long OtherFiles);

/// <summary>When a run took place.</summary>
/// <param name="Started">Start (UTC).</param>
/// <param name="LoadSeconds">Seconds until the model was ready.</param>
/// <param name="TotalSeconds">Seconds until the results were complete.</param>
public sealed record RunDurations(DateTimeOffset Started, double LoadSeconds, double TotalSeconds);

/// <summary>A part of a merged run.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Read">Rows it took from the input.</param>
/// <param name="Host">Host name.</param>
/// <param name="Started">Start (UTC).</param>
/// <param name="TotalSeconds">Seconds until its results were complete.</param>
public sealed record PartIdentity(int Number, long Read, string Host, DateTimeOffset Started, double TotalSeconds);

/// <summary>The machine of a run.</summary>
/// <param name="Name">Host name.</param>
/// <param name="OperatingSystem">Operating system and version.</param>
/// <param name="Architecture">Processor architecture.</param>
/// <param name="Processors">Logical processors of the machine or container.</param>
/// <param name="Threads">Threads used by the model.</param>
/// <param name="BatchSize">Images in one call of the model.</param>
public sealed record HostIdentity(string Name, string OperatingSystem, string Architecture, int Processors, int Threads, int BatchSize);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PredictionManifest))]
internal sealed partial class PredictionJsonContext : JsonSerializerContext;
