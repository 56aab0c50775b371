using System.Collections.Concurrent;
using Amazon.Runtime;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Models.Servers;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Models.Tests.Aws;

/// <summary>Servers that never answer, and a clock that only these tests turn.</summary>
public sealed class ServerPatienceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _notices = new();

    public ServerPatienceTests() => ServerPatience.Use(new ServerPatience(ServerPatience.DefaultTotal, _time, _notices.Enqueue));

    [Fact]
    public Task A_silent_S3_server_ends_the_wait_after_a_word() => AssertEnds(
        "S3 GetObject",
        server => new S3Files(S3Clients.Create(new BasicAWSCredentials("key", "secret"), x => x == "AWS_ENDPOINT_URL_S3" ? server : null))
            .OpenReadAsync(S3Address.Parse("s3://bucket/key")));

    [Fact]
    public Task A_silent_MLflow_server_ends_the_wait_after_a_word() => AssertEnds(
        "/api/2.0/mlflow/experiments/get-by-name",
        server => new MlflowHttp(new Uri(server), MlflowCredentials.FromEnvironment(_ => null), TimeProvider.System)
            .SendAsync(HttpMethod.Get, "/api/2.0/mlflow/experiments/get-by-name", "read", null, CancellationToken.None));

    [Fact]
    public async Task A_server_that_asks_for_ten_minutes_is_not_obeyed()
    {
        var asked = new TaskCompletionSource();
        await using var server = new LocalHttp(x =>
        {
            x.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            x.Response.Headers.RetryAfter = "600";
            asked.TrySetResult();
            return Task.CompletedTask;
        });
        using var http = new MlflowHttp(new Uri(server.Address), MlflowCredentials.FromEnvironment(_ => null), TimeProvider.System);
        var sending = http.SendAsync(HttpMethod.Get, "/x", "read", null, CancellationToken.None);
        await asked.Task;
        _time.Advance(ServerPatience.DefaultTotal);
        Assert.Equal(ExitCodes.TryAgain, (await Assert.ThrowsAsync<FashionMnistException>(() => sending)).ExitCode);
    }

    [Fact]
    public async Task Whoever_stops_the_request_is_not_told_that_the_server_is_silent()
    {
        using var stop = new CancellationTokenSource();
        var waiting = ServerPatience.Current.RunAsync<int>(
            "x",
            async x =>
            {
                await Waiting.ForeverAsync(x);
                return 0;
            },
            stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(null, 120)]
    [InlineData("", 120)]
    [InlineData("7", 7)]
    public void The_total_comes_from_the_environment(string? text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ServerPatience.TotalFrom(_ => text));

    [Theory]
    [InlineData("0")]
    [InlineData("2m")]
    [InlineData("3601")]
    public void A_total_that_is_no_number_of_seconds_is_refused(string text)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => ServerPatience.TotalFrom(_ => text));
        Assert.Equal((ExitCodes.Configuration, $"FASHION_MNIST_SERVER_PATIENCE {text}: expected seconds, 1 to 3600"), (refusal.ExitCode, refusal.Message));
    }

    private async Task AssertEnds(string what, Func<string, Task> request)
    {
        var asked = new TaskCompletionSource();
        await using var server = new LocalHttp(x =>
        {
            asked.TrySetResult();
            return Waiting.ForeverAsync(x.RequestAborted);
        });
        var waiting = request(server.Address);
        await asked.Task;
        Assert.Empty(_notices);

        _time.Advance(ServerPatience.FirstWord);
        Assert.EndsWith($"{what}: no answer for 10 s; waiting up to 120 s (FASHION_MNIST_SERVER_PATIENCE)", Assert.Single(_notices), StringComparison.Ordinal);
        _time.Advance(ServerPatience.DefaultTotal - ServerPatience.FirstWord);
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => waiting);
        Assert.Equal(ExitCodes.TryAgain, refusal.ExitCode);
        Assert.EndsWith("the server gave no usable answer within 120 s (FASHION_MNIST_SERVER_PATIENCE); run it again", refusal.Message, StringComparison.Ordinal);
    }
}
