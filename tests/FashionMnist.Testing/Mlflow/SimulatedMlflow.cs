using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Testing.Mlflow;

/// <summary>
/// A simulation of an MLflow tracking server with model registry and artifacts proxy on 127.0.0.1: the endpoints that the registry uses, each
/// request checked field by field against <see cref="MlflowProtocol"/>. No real MLflow can be installed where these tests run.
/// </summary>
public sealed class SimulatedMlflow : IDisposable
{
    private const string Api = "/api/2.0/mlflow/";
    private const string ArtifactsApi = "/api/2.0/mlflow-artifacts/artifacts";
    private readonly LocalHttp _http;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly List<(string Endpoint, MlflowTrouble Trouble)> _troubles = [];
    private readonly string _base;

    /// <param name="path">What all addresses start with, for example <c>/mlflow</c> behind a gateway.</param>
    /// <param name="clock">The server's clock; default: the system's.</param>
    public SimulatedMlflow(string path = "", Func<DateTimeOffset>? clock = null)
    {
        _base = path;
        Tracking = new SimulatedTracking(clock ?? (() => DateTimeOffset.UtcNow));
        _http = new LocalHttp(AnswerAsync);
        Endpoint = $"{_http.Address}{path}";
    }

    public string Endpoint { get; }

    /// <summary>The address of the store that is this server.</summary>
    public string Store => $"mlflow:{Endpoint}";

    public SimulatedTracking Tracking { get; }

    /// <summary>Bytes by path below the proxy's root.</summary>
    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>The Authorization header that every request must have; none: everybody may do everything.</summary>
    public string? Authorization { get; set; }

    /// <summary>The endpoint that the caller may not use, for example <c>POST registered-models/alias</c>.</summary>
    public string? Forbidden { get; set; }

    /// <summary>The workspace that everything lies in; whoever names another one finds nothing. None: the server has no workspaces.</summary>
    public string? Workspace { get; set; }

    /// <summary>Whether the caller may change the experiment only, not the registered model: permissions of the two are separate.</summary>
    public bool ModelIsReadOnly { get; set; }

    /// <summary>Called before a request is answered, to let something else happen just then.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>Method and path of all requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Requests that the protocol does not allow. A test that does not expect one asserts that there is none.</summary>
    public IReadOnlyList<string> Problems => [.. _problems];

    /// <summary>The next requests of an endpoint (or of all, <c>*</c>) meet with this, in this order.</summary>
    public void Trouble(string endpoint, params MlflowTrouble[] troubles)
    {
        lock (_troubles)
            _troubles.AddRange(troubles.Select(t => (endpoint, t)));
    }

    public int Count(string endpoint) => _requests.Count(r => r == endpoint);

    public void Dispose() => _http.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await context.Request.ReadBodyAsync();
        var path = context.Request.Url().AbsolutePath;
        path = path.StartsWith(_base, StringComparison.Ordinal) ? path[_base.Length..] : path;
        var endpoint = $"{context.Request.Method} {(path.StartsWith(Api, StringComparison.Ordinal) ? path[Api.Length..] : path[..Math.Min(path.Length, ArtifactsApi.Length)])}";
        _requests.Enqueue(endpoint);
        Before?.Invoke(endpoint);
        var trouble = TakeTrouble(endpoint);
        if (trouble is MlflowTrouble.Cut)
            context.Abort();
        else
            await WriteAsync(context, trouble, trouble?.Answer() ?? Answer(context.Request, endpoint, path, body));
    }

    private MlflowTrouble? TakeTrouble(string endpoint)
    {
        lock (_troubles)
        {
            var index = _troubles.FindIndex(t => t.Endpoint == "*" || t.Endpoint == endpoint);
            if (index < 0)
                return null;
            var trouble = _troubles[index].Trouble;
            _troubles.RemoveAt(index);
            return trouble;
        }
    }

    private static async Task WriteAsync(HttpContext context, MlflowTrouble? trouble, MlflowAnswer answer)
    {
        if (trouble is MlflowTrouble.LostAnswer)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        var bytes = trouble is MlflowTrouble.WrongByte && answer.Body.Length > 0 ? Flipped(answer.Body) : answer.Body;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds;
        if (answer.Location is { } location)
            response.Headers.Location = location;
        response.ContentLength = bytes.Length;
        if (trouble is MlflowTrouble.HalfAnswer)
        {
            await response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await response.Body.WriteAsync(bytes);
    }

    private MlflowAnswer Answer(HttpRequest http, string endpoint, string path, byte[] body)
    {
        try
        {
            if (Authorization is not null && http.Headers.Authorization != Authorization)
                return new MlflowAnswer(401, "You are not authenticated."u8.ToArray(), "text/html");
            if (Workspace is not null && http.Headers["X-MLFLOW-WORKSPACE"] != Workspace)
                throw new MlflowFault(404, "RESOURCE_DOES_NOT_EXIST", $"Workspace '{http.Headers["X-MLFLOW-WORKSPACE"]}' not found");
            if (endpoint == Forbidden || (ModelIsReadOnly && endpoint.Split(' ', '/') is [not "GET", "registered-models" or "model-versions", ..]))
                throw new MlflowFault(403, "PERMISSION_DENIED", "Permission denied");
            return path.StartsWith(ArtifactsApi, StringComparison.Ordinal)
                ? AnswerArtifacts(http, path[ArtifactsApi.Length..].TrimStart('/'), body)
                : MlflowAnswer.Json(200, AnswerApi(http, endpoint, body));
        }
        catch (MlflowFault fault)
        {
            return MlflowAnswer.Json(fault.Status, new JsonObject { ["error_code"] = fault.Code, ["message"] = fault.Message });
        }
    }

    private JsonObject AnswerApi(HttpRequest http, string endpoint, byte[] body)
    {
        if (!MlflowProtocol.Knows(endpoint))
            throw Problem($"{endpoint}: no such endpoint");
        var request = http.Method == "GET"
            ? new JsonObject(http.Query.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)x.Value.ToString())))
            : Parse(body) ?? throw Problem($"{endpoint}: the body is not a JSON object");
        if (http.Method == "POST" && http.ContentType != "application/json")
            throw Problem($"{endpoint}: content type {http.ContentType}");
        return MlflowProtocol.ProblemWith(endpoint, request) is { } problem ? throw Problem(problem) : Tracking.Answer(endpoint, request);
    }

    /// <summary>As the handlers of MLflow do: lists are of base names, and a file that is not there is an unexpected failure of the server.</summary>
    private MlflowAnswer AnswerArtifacts(HttpRequest http, string escaped, byte[] body)
    {
        var path = Uri.UnescapeDataString(escaped);
        if (path.Split('/').Contains(".."))
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Invalid path: {path}");
        switch (http.Method)
        {
            case "GET" when path.Length == 0:
                var folder = $"{http.Query["path"]}/";
                var files = Artifacts.Where(a => a.Key.StartsWith(folder, StringComparison.Ordinal))
                    .Select(a => (JsonNode)new JsonObject { ["path"] = a.Key[folder.Length..], ["is_dir"] = false, ["file_size"] = a.Value.Length }).ToArray();
                return MlflowAnswer.Json(200, files.Length == 0 ? [] : new JsonObject { ["files"] = new JsonArray(files) });
            case "GET":
                return Artifacts.TryGetValue(path, out var bytes)
                    ? new MlflowAnswer(200, bytes, "application/octet-stream")
                    : new MlflowAnswer(500, "<!doctype html><h1>Internal Server Error</h1>"u8.ToArray(), "text/html");
            case "PUT" when path.Length > 0:
                Artifacts[path] = body;
                return MlflowAnswer.Json(200, []);
            case "DELETE" when path.Length > 0:
                // As before 2.17 with artifacts in the file system: only whole folders go.
                if (Artifacts.ContainsKey(path))
                    return new MlflowAnswer(500, "<!doctype html><h1>Internal Server Error</h1>"u8.ToArray(), "text/html");
                foreach (var name in Artifacts.Keys.Where(k => k.StartsWith($"{path}/", StringComparison.Ordinal)))
                    Artifacts.TryRemove(name, out _);
                return MlflowAnswer.Json(200, []);
            default:
                throw Problem($"{http.Method} {path}: no such endpoint");
        }
    }

    private MlflowFault Problem(string problem)
    {
        _problems.Enqueue(problem);
        return new MlflowFault(400, "INVALID_PARAMETER_VALUE", problem);
    }

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Flipped(byte[] bytes)
    {
        var flipped = bytes.ToArray();
        flipped[bytes.Length / 2] ^= 1;
        return flipped;
    }
}

/// <summary>What the server sends.</summary>
public sealed record MlflowAnswer(int Status, byte[] Body, string ContentType, string? RetryAfter = null, string? Location = null)
{
    public static MlflowAnswer Json(int status, JsonObject body) => new(status, Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
}

/// <summary>What may go wrong between client and server.</summary>
public abstract record MlflowTrouble
{
    /// <summary>The answer in place of the server's own; none: the server does its work.</summary>
    public virtual MlflowAnswer? Answer() => null;

    /// <summary>The connection is cut before the server does anything.</summary>
    public sealed record Cut : MlflowTrouble;

    /// <summary>The server does its work and the answer gets lost.</summary>
    public sealed record LostAnswer : MlflowTrouble;

    /// <summary>The answer breaks off in the middle.</summary>
    public sealed record HalfAnswer : MlflowTrouble;

    /// <summary>One bit of the answer's body is another.</summary>
    public sealed record WrongByte : MlflowTrouble;

    /// <summary>Something else answers: a status, a body.</summary>
    public sealed record Says(int Status, string Body = "", string? RetryAfter = null, string? Location = null) : MlflowTrouble
    {
        public override MlflowAnswer Answer() => new(Status, Encoding.UTF8.GetBytes(Body), "text/html", RetryAfter, Location);
    }
}
