using FashionMnist.Data;
using FashionMnist.Data.Sources;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Tests.Data;

/// <summary>The real Fashion-MNIST, from wherever this machine has it; never downloaded by a test.</summary>
internal static class RealData
{
    private static readonly Lazy<DatasetReference?> Found = new(Find);
    private static readonly Lazy<DatasetSplits> Loaded = new(Load);

    public static DatasetReference Reference => Found.Value!;

    public static DatasetSplits Splits => Loaded.Value;

    /// <summary>Why tests on real data cannot run here, or <see langword="null"/>.</summary>
    public static string? Missing => Found.Value is null
        ? $"the four Fashion-MNIST files are not on this machine; name their folder with {ConfigurationLoader.DataVariable}"
        : null;

    private static DatasetReference? Find()
    {
        var variables = ProcessEnvironment.Variables();
        var options = ConfigurationLoader.Load(file: null, variables, []).Options;
        options.Data.AllowSynthetic = false;
        using var offline = new HttpClient(new Offline());
        try
        {
            var fetcher = new DatasetFetcher(options, Root(), DatasetFetcher.UserCache(variables, Root()), offline, TimeProvider.System);
            return fetcher.FetchAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (FashionMnistException) when (options.Data.Directory is null)
        {
            return null;
        }
    }

    private static DatasetSplits Load()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Reference.ToJson());
            return DatasetLoader.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FashionMnist.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private sealed class Offline : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("tests do not download");
    }
}

/// <summary>A test on the real dataset.</summary>
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute() => Skip = RealData.Missing;
}

/// <summary>A test with several cases on the real dataset.</summary>
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute() => Skip = RealData.Missing;
}
