using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry;

/// <summary>
/// Where everything about one model lies in a store. <c>models/&lt;name&gt;/production.json</c> is the only key whose content changes.
/// </summary>
public sealed partial class StoreKeys
{
    /// <summary>The folder of all models.</summary>
    public const string ModelsFolder = "models";

    /// <summary>Name of the object that says which package is in production.</summary>
    public const string PointerFile = "production.json";

    private const string LedgerFolder = "ledger";
    private const string TimeFormat = "yyyyMMdd't'HHmmssfff'z'";
    private const int ShownDigits = 12;

    /// <summary>The keys of <paramref name="modelName"/>.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if the name has other characters than a-z, 0-9 and
    /// '-'.</exception>
    public StoreKeys(string modelName)
    {
        if (!IsModelName(modelName))
            throw new FashionMnistException(
                ExitCodes.Usage, $"'{modelName}' is not a model name: use a-z, 0-9 and '-', starting with a letter or a digit");
        ModelName = modelName;
    }

    /// <summary>Name of the model.</summary>
    public string ModelName { get; }

    /// <summary>What all keys of the model start with; ends with a slash.</summary>
    public string Root => $"{ModelsFolder}/{ModelName}/";

    /// <summary>The pointer.</summary>
    public string Production => Root + PointerFile;

    /// <summary>What the keys of all ledger events start with; ends with a slash.</summary>
    public string Ledger => $"{Root}{LedgerFolder}/";

    /// <summary>What the keys of one package start with; ends with a slash.</summary>
    public string Package(string packageId) => $"{Root}{packageId}/";

    /// <summary>model.onnx of a package.</summary>
    public string Onnx(string packageId) => Package(packageId) + PackageFiles.Onnx;

    /// <summary>model.json of a package.</summary>
    public string Manifest(string packageId) => Package(packageId) + PackageFiles.Manifest;

    /// <summary>An event; keys sort by time (UTC, milliseconds).</summary>
    public string LedgerEvent(DateTimeOffset at, string action, string packageId) =>
        $"{Ledger}{at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{LedgerSuffix(action, packageId)}";

    /// <summary>What the keys of all events of one kind about one package end with.</summary>
    internal static string LedgerSuffix(string action, string packageId) => $"-{action}-{Abbreviate(packageId)}.json";

    /// <summary>The package a key belongs to, or <see langword="null"/>.</summary>
    public string? PackageOf(string key)
    {
        if (!key.StartsWith(Root, StringComparison.Ordinal))
            return null;

        var end = key.IndexOf('/', Root.Length);
        return end > 0 && IsPackageId(key[Root.Length..end]) ? key[Root.Length..end] : null;
    }

    /// <summary>Whether the text can name a model: a-z, 0-9 and '-'.</summary>
    public static bool IsModelName(string text) => ModelNameRule().IsMatch(text);

    /// <summary>Whether the text is a whole package id: 64 lower-case hex digits.</summary>
    public static bool IsPackageId(string text) => PackageIdRule().IsMatch(text);

    /// <summary>The first 12 digits of a package id, enough for people to tell packages apart.</summary>
    public static string Abbreviate(string packageId) => packageId.Length <= ShownDigits ? packageId : packageId[..ShownDigits];

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]*\z")]
    private static partial Regex ModelNameRule();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex PackageIdRule();
}
