using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using Serilog;

namespace FashionMnist.Data.Sources;

/// <summary>Finds the dataset: configured folder, checkout, folder beside the checkout, user cache, download, synthetic look-alike.</summary>
public sealed class DatasetFetcher
{
    private const string Folder = "fashion-mnist";
    private readonly FashionMnistOptions _options;
    private readonly string _root;
    private readonly string _cache;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Prepares a search.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="root">Folder of the checkout.</param>
    /// <param name="cache">Cache folder of the user, for example <see cref="UserCache"/>.</param>
    /// <param name="http">Sends the requests of a download.</param>
    /// <param name="time">The clock.</param>
    public DatasetFetcher(FashionMnistOptions options, string root, string cache, HttpClient http, TimeProvider time) =>
        (_options, _root, _cache, _http, _time) = (options, root, cache, http, time);

    /// <summary>
    /// The cache folder of this user: <c>$XDG_CACHE_HOME/fashion-mnist</c>, <c>~/.cache/fashion-mnist</c> or the local application data; for a
    /// user without a folder that can be written to, <c>artifacts/cache</c> of the checkout.
    /// </summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="root">Folder of the checkout.</param>
    public static string UserCache(IReadOnlyDictionary<string, string> environment, string root)
    {
        var cache = environment.TryGetValue("XDG_CACHE_HOME", out var xdg) && Path.IsPathRooted(xdg) ? Path.Combine(xdg, Folder)
            : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Folder)
            : Path.Combine(environment.GetValueOrDefault("HOME", ""), ".cache", Folder);
        try
        {
            if (Path.IsPathRooted(cache) && Directory.CreateDirectory(cache).Exists)
                return cache;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warning("{Cache:l}: cannot be written: {Reason:l}; the dataset is kept in the checkout", cache, e.Message);
        }

        return Path.Combine(root, "artifacts", "cache");
    }

    /// <summary>A client that gives up a connection after the configured time.</summary>
    public static HttpClient CreateClient(DataOptions options) =>
        new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds) });

    /// <summary>Asks one source after the other.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Integrity"/> if a file of the configured folder has another hash, <see cref="ExitCodes.NotFound"/> if it is
    /// missing there, or if no source has the dataset and the synthetic one is not allowed.
    /// </exception>
    public async Task<DatasetReference> FetchAsync(CancellationToken cancellationToken)
    {
        if (_options.Data.Directory is { } configured)
            return await FromConfiguredFolderAsync(configured, cancellationToken);

        foreach (var source in Sources())
        {
            var (reference, problem) = await source.FindAsync(cancellationToken);
            if (reference is not null)
                return reference;
            if (problem is not null)
                Log.Warning("{Source:l}: {Problem:l}; trying the next source", source.Name, problem);
        }

        if (!_options.Data.AllowSynthetic)
        {
            throw new FashionMnistException(
                ExitCodes.NotFound,
                $"No source has the dataset and synthetic data is not allowed; put the four files into a folder and name it with {ConfigurationLoader.DataVariable}");
        }

        return (await new SyntheticSource(Path.Combine(_cache, "synthetic"), _options.Data, _options.Contract).FindAsync(cancellationToken)).Reference!;
    }

    private async Task<DatasetReference> FromConfiguredFolderAsync(string configured, CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(configured, _root);
        var (reference, problem) = await new FolderSource("configured folder", directory, _options.Data).FindAsync(cancellationToken);
        return reference ?? throw new FashionMnistException(
            problem?.Contains("SHA-256", StringComparison.Ordinal) == true ? ExitCodes.Integrity : ExitCodes.NotFound,
            $"configured folder: {problem ?? $"{directory}: not there"}");
    }

    private IEnumerable<IDatasetSource> Sources()
    {
        var cached = Path.Combine(_cache, "download");
        yield return new FolderSource("checkout", Path.Combine(_root, "data", Folder), _options.Data);
        yield return new FolderSource("folder beside the checkout", Path.Combine(_root, "..", "shared", "data", Folder), _options.Data);
        yield return new DownloadSource(cached, _options.Data, _http, _time);
    }
}
