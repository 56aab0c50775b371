using FashionMnist.Models.Registry;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Testing;
using FashionMnist.Testing.Mlflow;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowFaultTests : IDisposable
{
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    public static TheoryData<MlflowTrouble> PassingTroubles =>
    [
        new MlflowTrouble.Says(429, RetryAfter: "7"),
        new MlflowTrouble.Says(503, """{"error_code":"TEMPORARILY_UNAVAILABLE","message":"later"}"""),
        new MlflowTrouble.Says(500, "<h1>Internal Server Error</h1>"),
        new MlflowTrouble.Says(502),
        new MlflowTrouble.Cut(),
        new MlflowTrouble.LostAnswer(),
        new MlflowTrouble.HalfAnswer(),
    ];

    [Theory]
    [MemberData(nameof(PassingTroubles))]
    public async Task What_passes_is_waited_for_wherever_it_happens_and_leaves_no_trace(MlflowTrouble trouble)
    {
        for (var step = 1; await LifeWithAsync(trouble, step); step++)
        {
            // Until a model's life has fewer requests than that.
        }
    }

    [Theory]
    [InlineData(401, "", ExitCodes.AccessDenied, "credentials: ")]
    [InlineData(403, """{"error_code":"PERMISSION_DENIED","message":"Permission denied"}""", ExitCodes.AccessDenied, "PERMISSION_DENIED")]
    [InlineData(403, "Invalid Host header - possible DNS rebinding attack detected", ExitCodes.Configuration, "--allowed-hosts")]
    [InlineData(403, "<html>", ExitCodes.AccessDenied, "HTTP 403")]
    [InlineData(413, "<html>413 Request Entity Too Large</html>", ExitCodes.Configuration, "client_max_body_size")]
    [InlineData(400, "<html>The plain HTTP request was sent to HTTPS port</html>", ExitCodes.Configuration, "write https in its address")]
    [InlineData(404, """{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}""", ExitCodes.NotFound, "gone")]
    [InlineData(404, "<html>", ExitCodes.Configuration, "MLflow 2.9")]
    [InlineData(405, "<html>", ExitCodes.Configuration, "MLflow 2.9")]
    [InlineData(302, "", ExitCodes.Configuration, "final address")]
    [InlineData(200, "<html>a login page</html>", ExitCodes.Configuration, "not one of MLflow")]
    [InlineData(200, "{}", ExitCodes.Configuration, "not one of MLflow")]
    [InlineData(400, """{"error_code":"BAD_REQUEST","message":"two\nlines"}""", ExitCodes.InputOutput, "two lines")]
    [InlineData(500, """{"error_code":"INVALID_STATE","message":"never"}""", ExitCodes.InputOutput, "never")]
    public async Task What_the_server_says_has_an_exit_code(int status, string body, int exitCode, string message)
    {
        await _scene.PublishAsync(First);
        var before = _scene.Server.Requests.Count;
        _scene.Server.Trouble("GET registered-models/get", new MlflowTrouble.Says(status, body, Location: "http://127.0.0.1:9/"));
        if (exitCode == ExitCodes.NotFound)
        {
            Assert.False(await _scene.Registry.ExistsAsync());
            return;
        }

        var error = await ThrowsAsync(exitCode, () => _scene.Registry.ExistsAsync());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{_scene.Server.Endpoint}/api/2.0/mlflow/registered-models/get", error.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, _scene.Server.Requests.Count);
    }

    [Fact]
    public async Task What_does_not_pass_within_five_attempts_ends_with_try_again()
    {
        _scene.Server.Trouble("*", [.. Enumerable.Repeat(new MlflowTrouble.Says(503), 5)]);
        await ThrowsAsync(ExitCodes.TryAgain, () => _scene.Registry.ExistsAsync());
        Assert.Equal(5, _scene.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_with_try_again()
    {
        using var port = new ClosedPort();
        using var registry = new MlflowModelRegistry(
            MlflowAddress.Parse($"mlflow:{port.Address}"), MlflowScene.Name, MlflowCredentials.FromEnvironment(_ => null), pauses: new InstantTimeProvider());
        var error = await ThrowsAsync(ExitCodes.TryAgain, () => registry.LoadProductionAsync());
        Assert.Contains(new Uri(port.Address).Authority, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pauses_grow_and_what_the_server_asks_for_is_kept_up_to_a_minute()
    {
        var pauses = new RecordedPauses();
        using var http = new MlflowHttp(new Uri(_scene.Server.Endpoint), MlflowCredentials.FromEnvironment(_ => null), pauses);
        _scene.Server.Trouble("*", new MlflowTrouble.Says(503), new MlflowTrouble.Says(429, RetryAfter: "7"), new MlflowTrouble.Says(429, RetryAfter: "3600"), new MlflowTrouble.Cut());
        await http.SendAsync(HttpMethod.Get, "/api/2.0/mlflow/registered-models/get?name=x", "read", null, CancellationToken.None);
        Assert.Equal([1, 7, 60, 8], pauses.Seconds);
    }

    [Theory]
    [InlineData("Bearer topsecret-token", "MLFLOW_TRACKING_TOKEN", "topsecret-token", null)]
    [InlineData("Basic YWxpY2U6dG9wc2VjcmV0", "MLFLOW_TRACKING_PASSWORD", "topsecret", "alice")]
    public async Task Credentials_open_the_server_and_are_never_said(string header, string variable, string secret, string? user)
    {
        _scene.Server.Authorization = header;
        var denied = await ThrowsAsync(ExitCodes.AccessDenied, () => _scene.Registry.PublishAsync(First));
        Assert.Contains(variable, denied.Message, StringComparison.Ordinal);
        (string, string)[] environment = user is null ? [(variable, secret)] : [("MLFLOW_TRACKING_USERNAME", user), (variable, secret)];
        var registry = _scene.RegistryOf("alice", environment);
        await registry.PublishAsync(First);

        _scene.Server.Forbidden = "POST registered-models/alias";
        var error = await ThrowsAsync(ExitCodes.AccessDenied, () => registry.PromoteAsync(First.Id));
        Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        Assert.Null(_scene.Alias);
    }

    [Fact]
    public async Task A_server_behind_a_path_is_found_there()
    {
        using var scene = new MlflowScene("/team/mlflow");
        await scene.PublishAsync(First);
        await scene.Registry.PromoteAsync(First.Id);
        Assert.Equal(First.OnnxBytes, (await ModelLoader.LoadAsync($"{scene.Server.Store}/models/{MlflowScene.Name}/1", "x")).OnnxBytes);
    }

    [Fact]
    public async Task Stopping_ends_the_waiting()
    {
        using var stop = new CancellationTokenSource();
        _scene.Server.Before = _ => stop.Cancel();
        _scene.Server.Trouble("*", new MlflowTrouble.Says(503));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scene.Registry.LoadProductionAsync(stop.Token));
        Assert.Single(_scene.Server.Requests);
    }

    /// <summary>A whole life in which one request meets with trouble; it ends as without.</summary>
    /// <returns>Whether there are so many requests.</returns>
    private static async Task<bool> LifeWithAsync(MlflowTrouble trouble, int step)
    {
        using var scene = new MlflowScene();
        var requests = 0;
        scene.Server.Before = _ =>
        {
            if (Interlocked.Increment(ref requests) == step)
                scene.Server.Trouble("*", trouble);
        };
        Assert.Equal(PublishOutcome.Published, (await scene.Registry.PublishAsync(First)).Outcome);
        await scene.Registry.PublishAsync(Second);
        await scene.Registry.PromoteAsync(First.Id);
        await scene.Registry.PromoteAsync(Second.Id);
        await scene.Registry.RollbackAsync();
        Assert.Equal(First.OnnxBytes, (await scene.Registry.LoadProductionAsync()).OnnxBytes);
        var ended = requests < step;

        scene.Server.Before = null;
        Assert.Equal(2, (await scene.Registry.ListPackagesAsync()).Count);
        Assert.Equal(
            [RegistryAction.RolledBack, RegistryAction.Promoted, RegistryAction.Promoted, RegistryAction.Published, RegistryAction.Published],
            (await scene.Registry.HistoryAsync()).Select(e => e.Action));
        return !ended;
    }

    private sealed class RecordedPauses : TimeProvider
    {
        public List<double> Seconds { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero)
                Seconds.Add(dueTime.TotalSeconds);
            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
        }
    }
}
