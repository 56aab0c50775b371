using Amazon.Runtime;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Models.Tests.Storage.S3;

/// <summary>Servers at the address of S3 that are none.</summary>
public sealed class S3ImpostorTests
{
    private static readonly S3Address Object = S3Address.Parse("s3://bucket/key");

    [Fact]
    public async Task A_web_page_in_answer_to_an_upload_is_no_success()
    {
        await using var server = new LocalHttp(x => x.Response.WriteAsync("<html>Welcome</html>"));
        await AssertNoS3(() => Files(server).WriteAsync(Object, new MemoryStream([1, 2, 3])));
        await AssertNoS3(() => Files(server).WriteAsync(Object, new MemoryStream(new byte[20 << 20])));
    }

    [Fact]
    public async Task A_redirect_to_something_else_is_not_followed()
    {
        await using var server = new LocalHttp(x =>
        {
            x.Response.Redirect("http://elsewhere.invalid/");
            return Task.CompletedTask;
        });
        await AssertNoS3(() => Files(server).OpenReadAsync(Object));
    }

    private static async Task AssertNoS3(Func<Task> action)
    {
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(action);
        Assert.Equal(ExitCodes.InputOutput, refusal.ExitCode);
        Assert.EndsWith("the answer is none of an S3 server; check AWS_ENDPOINT_URL_S3 and proxies", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static S3Files Files(LocalHttp server) =>
        new(S3Clients.Create(new BasicAWSCredentials("key", "secret"), x => x == "AWS_ENDPOINT_URL_S3" ? server.Address : null));
}
