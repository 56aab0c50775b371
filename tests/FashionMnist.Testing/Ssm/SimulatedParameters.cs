using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FashionMnist.Testing.Ssm;

/// <summary>The parameters of <see cref="SimulatedSsm"/> and what can be asked of them.</summary>
public sealed partial class SimulatedParameters
{
    private const int MaximumPage = 10;
    private const string DefaultKey = "alias/aws/ssm";
    private readonly SortedDictionary<string, Stored> _stored = new(StringComparer.Ordinal);

    /// <summary>Puts a parameter there without any request.</summary>
    public void Put(string name, string value, string type = "String", string? keyId = null) =>
        _stored[name] = new Stored(value, type, type == "SecureString" ? keyId ?? DefaultKey : null, 1);

    /// <summary>Value, type and key of a parameter; <see langword="null"/>: it is not there.</summary>
    public (string Value, string Type, string? KeyId, int Version)? Get(string name) =>
        _stored.TryGetValue(name, out var x) ? (x.Value, x.Type, x.KeyId, x.Version) : null;

    internal JsonObject Answer(string operation, JsonObject request) => operation switch
    {
        "GetParametersByPath" => GetByPath(request),
        "PutParameter" => Put(request),
        "DescribeParameters" => Describe(request),
        _ => throw new SsmFault("UnknownOperationException", operation),
    };

    private JsonObject GetByPath(JsonObject request)
    {
        var path = Text(request, "Path") is { } given && given.StartsWith('/') ? given.TrimEnd('/') + "/" : throw Invalid("Path");
        var size = request["MaxResults"]?.GetValue<int>() ?? MaximumPage;
        if (size is < 1 or > MaximumPage)
            throw Invalid("MaxResults");
        var recursive = request["Recursive"]?.GetValue<bool>() ?? false;
        var decrypted = request["WithDecryption"]?.GetValue<bool>() ?? false;
        var found = _stored
            .Where(x => x.Key.StartsWith(path, StringComparison.Ordinal) && (recursive || !x.Key[path.Length..].Contains('/', StringComparison.Ordinal)))
            .ToList();
        var start = StartOf(Text(request, "NextToken"));
        var page = found.Skip(start).Take(size).Select(x => (JsonNode)new JsonObject
        {
            ["ARN"] = $"arn:aws:ssm:{SimulatedSsm.Region}:123456789012:parameter{x.Key}",
            ["DataType"] = "text",
            ["LastModifiedDate"] = 1700000000.123,
            ["Name"] = x.Key,
            ["Type"] = x.Value.Type,
            ["Value"] = x.Value.KeyId is not null && !decrypted ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"encrypted {x.Value.Version}")) : x.Value.Value,
            ["Version"] = x.Value.Version,
        });
        var response = new JsonObject { ["Parameters"] = new JsonArray([.. page]) };
        if (start + size < found.Count)
            response["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"from {start + size}")));
        return response;
    }

    private JsonObject Put(JsonObject request)
    {
        var name = Text(request, "Name") is { } given && ParameterName().IsMatch(given) ? given : throw Invalid("Name");
        var value = Text(request, "Value") is { Length: > 0 and <= 4096 } text ? text : throw Invalid("Value");
        var before = _stored.GetValueOrDefault(name);
        var type = Text(request, "Type") ?? before?.Type ?? throw Invalid("Type");
        if (before is not null && !(request["Overwrite"]?.GetValue<bool>() ?? false))
            throw new SsmFault("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        if (before is not null && before.Type != type)
            throw new SsmFault("HierarchyTypeMismatchException", "Parameter Store does not support changing a parameter type.");
        var key = type == "SecureString" ? Text(request, "KeyId") ?? DefaultKey : null;
        _stored[name] = new Stored(value, type, key, (before?.Version ?? 0) + 1);
        return new JsonObject { ["Tier"] = "Standard", ["Version"] = _stored[name].Version };
    }

    private JsonObject Describe(JsonObject request)
    {
        var names = request["ParameterFilters"]?.AsArray()
            .Where(x => (string?)x!["Key"] == "Name" && (string?)x["Option"] == "Equals")
            .SelectMany(x => x!["Values"]!.AsArray().Select(y => (string)y!)) ?? throw Invalid("ParameterFilters");
        var found = names.Where(_stored.ContainsKey).Select(x => (JsonNode)Metadata(x, _stored[x]));
        return new JsonObject { ["Parameters"] = new JsonArray([.. found]) };
    }

    private static JsonObject Metadata(string name, Stored stored)
    {
        var metadata = new JsonObject { ["Name"] = name, ["Type"] = stored.Type, ["Version"] = stored.Version, ["Tier"] = "Standard" };
        if (stored.KeyId is not null)
            metadata["KeyId"] = stored.KeyId;
        return metadata;
    }

    private static int StartOf(string? token)
    {
        if (token is null)
            return 0;
        var match = Token().Match(Encoding.UTF8.GetString(Convert.FromBase64String(token)));
        return match.Success
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new SsmFault("InvalidNextToken", "The specified token isn't valid.");
    }

    private static string? Text(JsonObject request, string member) => (string?)request[member];

    private static SsmFault Invalid(string member) =>
        new("ValidationException", $"1 validation error detected: Value at '{member}' failed to satisfy constraint");

    [GeneratedRegex("^from ([0-9]+)$")]
    private static partial Regex Token();

    [GeneratedRegex(@"^(/[A-Za-z0-9_.-]+){1,15}$")]
    private static partial Regex ParameterName();

    private sealed record Stored(string Value, string Type, string? KeyId, int Version);
}
