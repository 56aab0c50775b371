using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Models.Tests.Storage.S3;

/// <summary>What an upload in parts says on the wire, with the SDK's settings for AWS, which no server on one machine understands.</summary>
public sealed class S3PartUploadTests : IDisposable
{
    private const int PartBytes = 8 * 1024 * 1024;

    private readonly byte[] _content = new byte[(2 * PartBytes) + 5];
    private readonly LocalHttp _http;
    private readonly ConcurrentQueue<(string Request, Dictionary<string, string> Headers, byte[] Body)> _requests = [];

    public S3PartUploadTests()
    {
        new Random(1).NextBytes(_content);
        _http = new LocalHttp(AnswerAsync);
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Every_part_is_one_piece_signed_with_its_hash_and_carries_the_checksum_that_the_upload_announced()
    {
        using var client = S3Clients.Create(
            new BasicAWSCredentials("key", "secret"),
            x => x == "AWS_ENDPOINT_URL_S3" ? _http.Address : null,
            x => x.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_SUPPORTED);
        var upload = new S3PartUpload(client, new S3Address("bucket", "key"));

        var version = await upload.RunAsync(new MemoryStream(_content), _content.Length, new Dictionary<string, string>(), S3Condition.None, CancellationToken.None);

        Assert.Equal("v7", version);
        var start = Assert.Single(_requests, x => x.Request.EndsWith("uploads", StringComparison.Ordinal));
        var algorithm = start.Headers["x-amz-checksum-algorithm"];
        var parts = _requests.Where(x => x.Request.StartsWith("PUT", StringComparison.Ordinal)).OrderBy(x => x.Request, StringComparer.Ordinal).ToList();
        Assert.True(_content.AsSpan().SequenceEqual(parts.SelectMany(x => x.Body).ToArray()));
        Assert.All(parts, x => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(x.Body)), x.Headers["X-Amz-Content-SHA256"]));
        var end = Encoding.UTF8.GetString(Assert.Single(_requests, x => x.Request.StartsWith("POST /bucket/key?uploadId", StringComparison.Ordinal)).Body);
        foreach (var part in parts)
        {
            var sum = part.Headers[$"x-amz-checksum-{algorithm.ToLowerInvariant()}"];
            Assert.Contains(sum, end, StringComparison.Ordinal);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await context.Request.ReadBodyAsync();
        var request = $"{context.Request.Method} {context.Request.Url().PathAndQuery}";
        var headers = context.Request.Headers.ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue((request, headers, body));
        var answer = request.StartsWith("PUT", StringComparison.Ordinal) ? ""
            : request.EndsWith("uploads", StringComparison.Ordinal) ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
            : "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>";
        context.Response.Headers.ETag = "\"e\"";
        context.Response.Headers["x-amz-version-id"] = "v7";
        foreach (var (name, value) in headers.Where(x => x.Key.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase)))
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
    }
}
