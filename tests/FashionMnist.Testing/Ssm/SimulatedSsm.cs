using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Testing.Ssm;

/// <summary>
/// A simulation of AWS SSM Parameter Store on 127.0.0.1: three operations of its JSON 1.1 protocol as AWS documents them, with verified
/// signatures. There is no server of it that runs on one machine; botocore's service model is what it is checked against.
/// </summary>
public sealed class SimulatedSsm : IDisposable
{
    public const string AccessKey = "AKIASIMULATED";
    public const string SecretKey = "simulated/secret+key";
    public const string Region = "eu-west-1";

    private const string TargetPrefix = "AmazonSSM.";
    private readonly LocalHttp _http;
    private readonly SigV4Verifier _signatures = new(AccessKey, SecretKey, Region, "ssm");
    private readonly ConcurrentQueue<SsmExchange> _exchanges = new();
    private readonly Lock _one = new();
    private int _throttled;

    public SimulatedSsm() => _http = new LocalHttp(AnswerAsync);

    /// <summary>Address to name in AWS_ENDPOINT_URL_SSM.</summary>
    public string Endpoint => _http.Address;

    public SimulatedParameters Parameters { get; } = new();

    /// <summary>The action that nobody may use, for example <c>ssm:PutParameter</c>.</summary>
    public string? DeniedAction { get; set; }

    /// <summary>How many of the next requests are throttled.</summary>
    public int Throttles
    {
        get => _throttled;
        set => _throttled = value;
    }

    /// <summary>Everything that was said so far.</summary>
    public IReadOnlyList<SsmExchange> Exchanges => [.. _exchanges];

    /// <summary>The variables by which every AWS client finds this endpoint and may use it.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_SSM"] = Endpoint,
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
        ["AWS_REGION"] = Region,
    };

    /// <summary>Number of requests of an operation.</summary>
    public int Count(string operation) => _exchanges.Count(x => x.Operation == operation);

    public void Dispose() => _http.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await context.Request.ReadBodyAsync();
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Replace(TargetPrefix, "", StringComparison.Ordinal);
        var request = Parse(body);
        int status;
        JsonObject response;
        lock (_one)
        {
            (status, response) = Answer(context.Request, operation, request, body);
            _exchanges.Enqueue(new SsmExchange(operation, request, status, response));
        }

        var bytes = Encoding.UTF8.GetBytes(response.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        await context.Response.Body.WriteAsync(bytes);
    }

    private (int Status, JsonObject Response) Answer(HttpRequest http, string operation, JsonObject? request, byte[] body)
    {
        try
        {
            if (_signatures.ProblemWith(http, body) is { } problem)
                throw new SsmFault("InvalidSignatureException", problem);
            if (_throttled > 0)
            {
                _throttled--;
                throw new SsmFault("ThrottlingException", "Rate exceeded");
            }

            if (DeniedAction == $"ssm:{operation}")
                throw new SsmFault("AccessDeniedException", string.Create(
                    CultureInfo.InvariantCulture,
                    $"User: arn:aws:iam::123456789012:user/simulated is not authorized to perform: {DeniedAction} on resource: arn:aws:ssm:{Region}:123456789012:parameter because no identity-based policy allows the {DeniedAction} action"));
            return (200, Parameters.Answer(operation, request ?? throw new SsmFault("SerializationException", "not a JSON object")));
        }
        catch (SsmFault fault)
        {
            return (400, new JsonObject { ["__type"] = fault.Code, ["message"] = fault.Message });
        }
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
}

/// <summary>A request and its answer.</summary>
/// <param name="Operation">For example <c>PutParameter</c>.</param>
/// <param name="Request">Its JSON body.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Response">The JSON body of the answer.</param>
public sealed record SsmExchange(string Operation, JsonObject? Request, int Status, JsonObject Response);

/// <summary>An error that the service answers with.</summary>
internal sealed class SsmFault(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
