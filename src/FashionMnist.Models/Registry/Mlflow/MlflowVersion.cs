using System.Globalization;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>A model version that this software made.</summary>
/// <param name="Number">Its number.</param>
/// <param name="PackageId">SHA-256 of its model.onnx.</param>
/// <param name="ManifestSha256">SHA-256 of its model.json.</param>
/// <param name="Folder">Where its files lie, as the server says.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="Created">When it was made, by the server's clock (UTC).</param>
internal sealed record MlflowVersion(int Number, string PackageId, string ManifestSha256, string Folder, string RunId, DateTimeOffset Created)
{
    /// <summary>SHA-256 of the files that MLflow's own tools load it by, by their names; none of versions that have no such files.</summary>
    public IReadOnlyDictionary<string, string> Flavours { get; private init; } = new Dictionary<string, string>();

    /// <summary>What its publisher called itself; none of versions of earlier releases.</summary>
    public string? Maker { get; private init; }

    public string Text => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A version whose tags say nothing or something else: what the event that promoted it says; an empty package id where none did.</summary>
    public static MlflowVersion Promised(MlflowModelVersion version, MlflowRecord? record) => new(
        int.TryParse(version.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        record?.PackageId ?? "",
        record?.ManifestSha256 ?? "",
        version.Source ?? "",
        version.RunId ?? "",
        DateTimeOffset.FromUnixTimeMilliseconds(version.CreationTimestamp ?? 0));

    /// <returns><see langword="null"/> if somebody else made the version: nothing says which bytes it is.</returns>
    public static MlflowVersion? From(MlflowModelVersion version) =>
        version.Tag(MlflowNames.OnnxSha256) is { } onnx && StoreKeys.IsPackageId(onnx)
        && version.Tag(MlflowNames.ManifestSha256) is { } manifest && StoreKeys.IsPackageId(manifest)
        && version.Source is { Length: > 0 } source
        && int.TryParse(version.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new MlflowVersion(number, onnx, manifest, source, version.RunId ?? "", DateTimeOffset.FromUnixTimeMilliseconds(version.CreationTimestamp ?? 0))
            {
                Maker = version.Tag(MlflowNames.Maker),
                Flavours = (version.Tags ?? [])
                    .Where(t => t.Key.StartsWith(MlflowNames.FlavourSha256, StringComparison.Ordinal))
                    .ToDictionary(t => t.Key[MlflowNames.FlavourSha256.Length..], t => t.Value),
            }
            : null;
}
