using FashionMnist.Models.Text;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// Files of runs, through the artifacts proxy of the tracking server. A server whose artifact root is somewhere else hands out addresses
/// (<c>s3://</c>, a path) that only somebody with credentials for that place could use; such a root is refused.
/// </summary>
internal sealed class MlflowArtifacts(MlflowHttp http)
{
    private const string Root = "/api/2.0/mlflow-artifacts/artifacts";
    private const string ProxyScheme = "mlflow-artifacts:";
    private static readonly MlflowJsonContext Json = MlflowJsonContext.Default;

    /// <summary>Names and sizes (bytes) of the files in a folder; none if it is not there.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if the folder is not behind the proxy.</exception>
    public async Task<IReadOnlyDictionary<string, long>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(HttpMethod.Get, $"{Root}?path={Uri.EscapeDataString(PathOf(folder))}", "list", null, cancellationToken);
        if (!reply.IsSuccess && reply.ErrorCode == MlflowErrors.DoesNotExist)
            return new Dictionary<string, long>();
        return (http.Require(reply, "list").Read(Json.ListArtifactsResponse).Files ?? [])
            .Where(f => f.IsDir != true)
            .ToDictionary(f => f.Path[(f.Path.LastIndexOf('/') + 1)..], f => f.FileSize ?? 0);
    }

    /// <summary>Reads a file whole.</summary>
    public async Task<byte[]> DownloadAsync(string folder, string name, CancellationToken cancellationToken) =>
        http.Require(await http.SendAsync(HttpMethod.Get, FileOf(folder, name), "read", null, cancellationToken), "read").Body;

    /// <summary>Writes a file, over one of the same name.</summary>
    public async Task UploadAsync(string folder, string name, byte[] bytes, CancellationToken cancellationToken) =>
        http.Require(
            await http.SendAsync(
                HttpMethod.Put, FileOf(folder, name), "write", () => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/octet-stream") } }, cancellationToken),
            "write");

    /// <summary>
    /// Removes a folder with all that is in it; one that is not there is no error. Never a single file: before MLflow 2.17 a server with
    /// artifacts in its own file system fails at that.
    /// </summary>
    public async Task DeleteAsync(string folder, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(HttpMethod.Delete, $"{Root}/{Escape(PathOf(folder))}", "remove", null, cancellationToken);
        if (reply.ErrorCode != MlflowErrors.DoesNotExist)
            http.Require(reply, "remove");
    }

    private string FileOf(string folder, string name) => $"{Root}/{Escape(PathOf(folder))}/{name}";

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The path below the proxy's root: of <c>mlflow-artifacts:/path</c>, and of this server's own address.</summary>
    private string PathOf(string folder)
    {
        var path = folder.StartsWith(ProxyScheme, StringComparison.Ordinal) ? BelowScheme(folder[ProxyScheme.Length..])
            : folder.StartsWith(http.AddressOf(Root) + "/", StringComparison.Ordinal) ? folder[(http.AddressOf(Root).Length + 1)..]
            : null;
        if (path is null || path.Split('/').Any(s => s is "" or "." or ".."))
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{http.AddressOf("")}: artifacts lie at {Printable.Of(folder)}, not behind the server's artifacts proxy: start it with --serve-artifacts and a "
                + $"{ProxyScheme}/ root for new experiments, or use the bucket itself as store, s3://bucket/prefix");
        return path;
    }

    /// <summary><c>/path</c>, and <c>//host:port/path</c> where that is this server.</summary>
    private string? BelowScheme(string rest)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return rest.TrimStart('/').TrimEnd('/');
        var slash = rest.IndexOf('/', 2);
        var server = new Uri(http.AddressOf(""));
        return slash > 0 && (rest[2..slash] == server.Authority || rest[2..slash] == $"{server.Host}:{server.Port}") ? rest[(slash + 1)..].TrimEnd('/') : null;
    }
}
