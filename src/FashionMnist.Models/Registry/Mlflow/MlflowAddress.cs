using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>Where an MLflow tracking server is, and what is meant on it.</summary>
/// <param name="Server">Its address without a slash at the end: scheme, host, port, and the path it is served under.</param>
/// <param name="ModelName">The registered model; none: the caller's.</param>
/// <param name="PackageId">The exact package, 64 hex digits; none: see <paramref name="Version"/>.</param>
/// <param name="Version">The exact model version; none: see <paramref name="Alias"/>.</param>
/// <param name="Alias">The alias whose version is meant; none: <c>production</c>.</param>
public sealed partial record MlflowAddress(Uri Server, string? ModelName = null, string? PackageId = null, int? Version = null, string? Alias = null)
{
    /// <summary>What such addresses start with; the server's own address follows.</summary>
    public const string Scheme = "mlflow:";

    private const string Form = "use mlflow:http://host:5000 or mlflow:https://host";

    /// <summary>Whether the text claims to be such an address.</summary>
    public static bool IsMlflow(string uri) => uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads <c>mlflow:&lt;server&gt;</c>, <c>mlflow:&lt;server&gt;/models/&lt;name&gt;</c> and the same with
    /// <c>/&lt;package id&gt;</c>, <c>/&lt;version&gt;</c> or <c>@&lt;alias&gt;</c>.
    /// </summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it is malformed.</exception>
    public static MlflowAddress Parse(string uri)
    {
        // Not repeated in the message: before an @ there would be a secret.
        if (uri.Contains('@', StringComparison.Ordinal) && !AliasForm().IsMatch(uri))
            throw new FashionMnistException(
                ExitCodes.Usage,
                $"credentials do not belong into an MLflow address: use {MlflowCredentials.TokenVariable}, or {MlflowCredentials.UserVariable} and "
                + MlflowCredentials.PasswordVariable);
        var text = IsMlflow(uri) ? uri[Scheme.Length..].TrimEnd('/') : throw Malformed(uri, $"it does not start with {Scheme}");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https") || server.Host.Length == 0)
            throw Malformed(uri, "the address of an HTTP server follows");
        if (server.Query.Length > 0 || server.Fragment.Length > 0 || text.AsSpan().ContainsAny('?', '#', '\\') || text.Any(char.IsControl))
            throw Malformed(uri, "it has no '?', '#', '\\' and no control character");
        return Split(text);
    }

    /// <summary>Whether the text can name a model on a server: letters, digits, <c>_ . -</c>. MLflow takes more, of which addresses and filters would suffer.</summary>
    public static bool IsModelName(string text) => NameRule().IsMatch(text);

    /// <summary>The address users know the server by.</summary>
    public override string ToString() => Scheme + Text(Server);

    private static MlflowAddress Split(string text) => text.Split('/') switch
    {
        [.. var server, StoreKeys.ModelsFolder, var name, var id] when IsModelName(name) && StoreKeys.IsPackageId(id) =>
            new MlflowAddress(Join(server), name, PackageId: id),
        [.. var server, StoreKeys.ModelsFolder, var name, var version] when IsModelName(name) && IsVersion(version, out var number) =>
            new MlflowAddress(Join(server), name, Version: number),
        [.. var server, StoreKeys.ModelsFolder, var name] when name.Split('@') is [var model, var alias] => new MlflowAddress(Join(server), model, Alias: alias),
        [.. var server, StoreKeys.ModelsFolder, var name] when IsModelName(name) => new MlflowAddress(Join(server), name),
        _ => new MlflowAddress(new Uri(text)),
    };

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,254}\z")]
    private static partial Regex NameRule();

    /// <summary>The one form with an @ that holds no credentials: nothing before it looks like a user.</summary>
    [GeneratedRegex(@"\A[^@]*/models/[A-Za-z0-9][A-Za-z0-9_.-]{0,254}@[A-Za-z0-9_-]{1,255}/?\z")]
    private static partial Regex AliasForm();

    private static bool IsVersion(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static Uri Join(string[] parts) => new(string.Join('/', parts));

    private static string Text(Uri server) => server.AbsoluteUri.TrimEnd('/');

    private static FashionMnistException Malformed(string uri, string why) =>
        new(ExitCodes.Usage, $"'{Printable.Of(uri)}' is not an MLflow address: {why}; {Form}");
}
