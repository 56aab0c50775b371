using System.Net;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowArtifactsTests : IDisposable
{
    private const string Proxy = "http://host/api/2.0/mlflow-artifacts/artifacts";
    private const string Missing = """{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}""";
    private const string Folder = "mlflow-artifacts:/1/run/model";

    private readonly CannedServer _server = new();
    private readonly MlflowHttp _http;
    private readonly MlflowArtifacts _artifacts;

    public MlflowArtifactsTests()
    {
        _http = new MlflowHttp(new Uri("http://host"), MlflowCredentials.FromEnvironment(_ => null), new InstantTimeProvider(), _server);
        _artifacts = new MlflowArtifacts(_http);
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    public static TheoryData<string> Actions => ["list", "read", "write", "remove"];

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task A_refusal_names_what_was_tried(string action)
    {
        _server.Answer(HttpStatusCode.BadRequest, """{"error_code":"BAD"}""");
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => DoAsync(action));
        Assert.Contains($": cannot {action}: the server refused it (BAD)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task A_broken_connection_names_what_was_tried(string action)
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => DoAsync(action));
        Assert.Equal(ExitCodes.TryAgain, error.ExitCode);
        Assert.Contains($": cannot {action}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, Missing)]
    [InlineData(200, "{}")]
    public async Task A_folder_that_is_not_there_or_empty_has_no_files(int status, string body)
    {
        _server.Answer((HttpStatusCode)status, body);
        Assert.Empty(await _artifacts.ListAsync(Folder, default));
    }

    [Fact]
    public async Task Removing_what_is_not_there_is_no_error()
    {
        _server.Answer(HttpStatusCode.NotFound, Missing);
        await _artifacts.DeleteAsync(Folder, default);
        Assert.Equal($"DELETE {Proxy}/1/run/model", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task A_file_is_sent_as_bytes()
    {
        _server.Answer(HttpStatusCode.OK, "{}");
        await _artifacts.UploadAsync(Folder, "model.onnx", [1, 2, 3], default);
        Assert.Equal($"PUT {Proxy}/1/run/model/model.onnx application/octet-stream", Assert.Single(_server.Requests));
    }

    [Theory]
    [InlineData("mlflow-artifacts:/1/run")]
    [InlineData("mlflow-artifacts:/1/run/")]
    [InlineData("mlflow-artifacts://host/1/run")]
    [InlineData("mlflow-artifacts://host:80/1/run")]
    [InlineData($"{Proxy}/1/run")]
    public async Task Every_name_of_the_proxy_leads_to_the_same_file(string folder)
    {
        _server.Answer(HttpStatusCode.OK, "content");
        Assert.Equal("content"u8.ToArray(), await _artifacts.DownloadAsync(folder, "a", default));
        Assert.Equal($"GET {Proxy}/1/run/a", Assert.Single(_server.Requests));
    }

    [Theory]
    [InlineData("mlflow-artifacts:/")]
    [InlineData("mlflow-artifacts:/1/../2")]
    [InlineData("mlflow-artifacts:/1/./2")]
    [InlineData("mlflow-artifacts:/1//2")]
    [InlineData("mlflow-artifacts://host")]
    [InlineData("mlflow-artifacts://other/1/run")]
    [InlineData("mlflow-artifacts://host:81/1/run")]
    [InlineData("http://host/elsewhere/1/run")]
    public async Task A_folder_that_is_not_plainly_behind_the_proxy_is_refused(string folder)
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => _artifacts.DownloadAsync(folder, "a", default));
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Empty(_server.Requests);
    }

    private Task DoAsync(string action) => action switch
    {
        "list" => _artifacts.ListAsync(Folder, default),
        "read" => _artifacts.DownloadAsync(Folder, "a", default),
        "write" => _artifacts.UploadAsync(Folder, "a", [1], default),
        _ => _artifacts.DeleteAsync(Folder, default),
    };

    /// <summary>Gives one answer to everything, or breaks off.</summary>
    private sealed class CannedServer : HttpMessageHandler
    {
        private (HttpStatusCode Status, string Body)? _answer;

        public List<string> Requests { get; } = [];

        public void Answer(HttpStatusCode status, string body) => _answer = (status, body);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.Method} {request.RequestUri} {request.Content?.Headers.ContentType}".TrimEnd());
            return _answer is { } answer
                ? Task.FromResult(new HttpResponseMessage(answer.Status) { Content = new StringContent(answer.Body) })
                : Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError, "broken"));
        }
    }
}
