using System.Buffers;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Storage.S3;

/// <summary>
/// Uploads a large object in parts: the content is read once, in order, while earlier parts are on their way. Each part is signed with its
/// SHA-256, which the server has to hold against what arrives; that proves the transfer without reading the object back. A failed upload
/// leaves no parts, which would be paid for and seen by nobody.
/// </summary>
internal sealed class S3PartUpload(IAmazonS3 client, S3Address location)
{
    private const int ParallelParts = 4;
    private const int MaximumParts = 10_000;
    private const int MinimumPartBytes = 8 * 1024 * 1024;

    /// <summary>
    /// S3 takes a part's checksum only if the upload announced its kind, and the SDK sends one where it is set to, as it is for AWS.
    /// </summary>
    private readonly ChecksumAlgorithm? _checksum =
        client.Config.RequestChecksumCalculation == RequestChecksumCalculation.WHEN_SUPPORTED ? ChecksumAlgorithm.CRC32 : null;

    /// <summary>Reads the content from where it stands to its end and writes one object.</summary>
    /// <param name="content">Readable; its rest has <paramref name="length"/> bytes.</param>
    /// <param name="length">Bytes to read.</param>
    /// <param name="metadata">Metadata of the object.</param>
    /// <param name="condition">What the object that is there must be.</param>
    /// <param name="cancellationToken">Stops and takes back what was uploaded.</param>
    /// <returns>The version written.</returns>
    public async Task<string?> RunAsync(
        Stream content,
        long length,
        IReadOnlyDictionary<string, string> metadata,
        S3Condition condition,
        CancellationToken cancellationToken)
    {
        var start = new InitiateMultipartUploadRequest { BucketName = location.Bucket, Key = location.Key, ChecksumAlgorithm = _checksum };
        foreach (var (name, value) in metadata)
            start.Metadata[name] = value;
        var upload = (await client.InitiateMultipartUploadAsync(start, cancellationToken)).UploadId;
        S3Errors.RequireAnswer(location, upload);
        try
        {
            var end = new CompleteMultipartUploadRequest
            {
                BucketName = location.Bucket,
                Key = location.Key,
                UploadId = upload,
                IfMatch = condition.IfMatch,
                IfNoneMatch = condition.IfNoneMatch ? "*" : null,
            };
            end.AddPartETagsAndChecksums(await SendAsync(upload, content, length, cancellationToken));
            // Ceph RGW gives no entity tag here; the upload's id showed already that it is an S3 server.
            return (await client.CompleteMultipartUploadAsync(end, cancellationToken)).VersionId;
        }
        catch
        {
            await AbortAsync(upload);
            throw;
        }
    }

    private async Task<IEnumerable<UploadPartResponse>> SendAsync(string upload, Stream content, long length, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var free = new Stack<byte[]>();
        var running = new List<Task<byte[]>>();
        var done = new List<UploadPartResponse>();
        var partBytes = (int)Math.Max(MinimumPartBytes, (length + MaximumParts - 1) / MaximumParts);
        try
        {
            for (var (number, sent) = (1, 0L); sent < length; number++)
            {
                if (running.Count == ParallelParts)
                    await CollectAsync();
                var buffer = free.TryPop(out var used) ? used : ArrayPool<byte>.Shared.Rent(partBytes);
                var count = (int)Math.Min(partBytes, length - sent);
                sent += count;
                await content.ReadExactlyAsync(buffer.AsMemory(0, count), stop.Token);
                running.Add(SendPartAsync(upload, number, buffer, count, done, stop.Token));
            }

            while (running.Count > 0)
                await CollectAsync();
            return done.OrderBy(x => x.PartNumber);
        }
        finally
        {
            // A part that is still on its way would arrive after the upload was taken back, and reads its buffer.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var buffer in free)
                ArrayPool<byte>.Shared.Return(buffer);
        }

        async Task CollectAsync()
        {
            var first = await Task.WhenAny(running);
            running.Remove(first);
            free.Push(await first);
        }
    }

    private async Task<byte[]> SendPartAsync(
        string upload, int number, byte[] buffer, int count, List<UploadPartResponse> done, CancellationToken cancellationToken)
    {
        using var part = new MemoryStream(buffer, 0, count, writable: false);
        var response = await client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = location.Bucket,
                Key = location.Key,
                UploadId = upload,
                PartNumber = number,
                PartSize = count,
                InputStream = part,
                ChecksumAlgorithm = _checksum,
                // One hash over the whole part; chunks would each be hashed and signed.
                UseChunkEncoding = false,
            },
            cancellationToken);
        lock (done)
            done.Add(response);
        return buffer;
    }

    private async Task AbortAsync(string upload)
    {
        try
        {
            var request = new AbortMultipartUploadRequest { BucketName = location.Bucket, Key = location.Key, UploadId = upload };
            await client.AbortMultipartUploadAsync(request, CancellationToken.None);
        }
        catch (Exception e) when (Aws.AwsFaults.IsFailure(e))
        {
            // What made the upload fail is what the user has to know; the bucket's lifecycle rule is for the rest.
        }
    }
}
