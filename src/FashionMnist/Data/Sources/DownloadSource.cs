using System.Net;
using System.Net.Http.Headers;
using FashionMnist.Models.Configuration;
using Serilog;

namespace FashionMnist.Data.Sources;

/// <summary>The official download, into a cache folder. An interrupted transfer goes on where it stopped (RFC 9110, section 14).</summary>
internal sealed class DownloadSource(string cache, DataOptions options, HttpClient http, TimeProvider time) : IDatasetSource
{
    private const string PartialSuffix = ".part";
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    public string Name => "download";

    public async Task<SourceResult> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await DownloadTurn.TakeAsync(cache, time, cancellationToken);
            foreach (var file in options.All().Where(x => x.ProblemWith(cache) is not null))
            {
                await DownloadAsync(file, cancellationToken);
                if (Accept(file) is { } problem)
                    return new SourceResult(null, problem);
            }

            return new SourceResult(options.ReferenceTo(cache, $"download {options.DownloadUrl}"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException ||
                                  (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SourceResult(null, $"{options.DownloadUrl}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private string PartialPath(DataFileOptions file) => Path.Combine(cache, file.Name + PartialSuffix);

    private async Task DownloadAsync(DataFileOptions file, CancellationToken cancellationToken)
    {
        await using var partial = new FileStream(PartialPath(file), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(options.DownloadUrl), file.Name));
        if (partial.Length > 0)
            request.Headers.Range = new RangeHeaderValue(partial.Length, null);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return;

        response.EnsureSuccessStatusCode();
        partial.SetLength(response.StatusCode == HttpStatusCode.PartialContent ? partial.Length : 0);
        partial.Seek(0, SeekOrigin.End);
        await CopyAsync(file.Name, response.Content, partial, cancellationToken);
    }

    private async Task CopyAsync(string name, HttpContent content, FileStream target, CancellationToken cancellationToken)
    {
        var total = target.Length + content.Headers.ContentLength;
        await using var source = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 16];
        var reported = time.GetTimestamp();
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            stall.CancelAfter(StallTimeout);
            var read = await source.ReadAsync(buffer, stall.Token);
            if (read == 0)
                break;

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (time.GetElapsedTime(reported) < ProgressInterval)
                continue;

            Log.Information("{File}: {Megabytes:0.0} of {TotalMegabytes:0.0} MB", name, target.Length / 1e6, total / 1e6);
            reported = time.GetTimestamp();
        }

        target.Flush(flushToDisk: true);
    }

    private string? Accept(DataFileOptions file)
    {
        var partial = new DataFileOptions { Name = file.Name + PartialSuffix, Sha256 = file.Sha256 };
        var problem = partial.ProblemWith(cache);
        if (problem is null)
            File.Move(PartialPath(file), Path.Combine(cache, file.Name), overwrite: true);
        else
            File.Delete(PartialPath(file));
        return problem;
    }
}
