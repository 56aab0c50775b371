using System.Globalization;
using System.Text.Json.Nodes;

namespace FashionMnist.Testing.Mlflow;

/// <summary>
/// Every field of the requests that the registry sends, field by field as mlflow/protos/service.proto and model_registry.proto of MLflow 2.9
/// have them, and what the handlers demand (mlflow/server/handlers.py). MLflow ignores a field it does not know; here it is an error, because a
/// misspelt one is.
/// </summary>
public static class MlflowProtocol
{
    private static readonly MlflowMessage Tag = new(("key", MlflowType.Text, true), ("value", MlflowType.Text, false));

    private static readonly Dictionary<string, MlflowMessage> Messages = new()
    {
        ["GET experiments/get-by-name"] = new(("experiment_name", MlflowType.Text, true)),
        ["POST experiments/create"] = new(("name", MlflowType.Text, true), ("artifact_location", MlflowType.Text, false), ("tags", MlflowType.List(Tag), false)),
        ["POST runs/create"] = new(
            ("experiment_id", MlflowType.Text, false),
            ("user_id", MlflowType.Text, false),
            ("run_name", MlflowType.Text, false),
            ("start_time", MlflowType.Whole, false),
            ("tags", MlflowType.List(Tag), false)),
        ["POST runs/update"] = new(
            ("run_id", MlflowType.Text, true),
            ("run_uuid", MlflowType.Text, false),
            ("status", MlflowType.OneOf("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"), false),
            ("end_time", MlflowType.Whole, false),
            ("run_name", MlflowType.Text, false)),
        ["POST runs/delete"] = new(("run_id", MlflowType.Text, true)),
        ["GET runs/get"] = new(("run_id", MlflowType.Text, true), ("run_uuid", MlflowType.Text, false)),
        ["POST runs/search"] = new(
            ("experiment_ids", MlflowType.List(MlflowType.Text), false),
            ("filter", MlflowType.Text, false),
            ("run_view_type", MlflowType.OneOf("ACTIVE_ONLY", "DELETED_ONLY", "ALL"), false),
            ("max_results", MlflowType.UpTo(50_000), false),
            ("order_by", MlflowType.List(MlflowType.Text), false),
            ("page_token", MlflowType.Text, false)),
        ["POST runs/log-batch"] = new(
            ("run_id", MlflowType.Text, true),
            ("metrics", MlflowType.List(new MlflowMessage(
                ("key", MlflowType.Text, true), ("value", MlflowType.Real, true), ("timestamp", MlflowType.Whole, true), ("step", MlflowType.Whole, false))), false),
            ("params", MlflowType.List(Tag), false),
            ("tags", MlflowType.List(Tag), false)),
        ["POST runs/log-inputs"] = new(
            ("run_id", MlflowType.Text, true),
            ("datasets", MlflowType.List(new MlflowMessage(
                ("tags", MlflowType.List(Tag), false),
                ("dataset", MlflowType.Of(new MlflowMessage(
                    ("name", MlflowType.Text, true),
                    ("digest", MlflowType.Text, true),
                    ("source_type", MlflowType.Text, true),
                    ("source", MlflowType.Text, true),
                    ("schema", MlflowType.Text, false),
                    ("profile", MlflowType.Text, false))), true))), false)),
        ["POST runs/log-parameter"] = new(
            ("run_id", MlflowType.Text, true), ("run_uuid", MlflowType.Text, false), ("key", MlflowType.Text, true), ("value", MlflowType.Text, false)),
        ["POST registered-models/create"] = new(("name", MlflowType.Text, true), ("tags", MlflowType.List(Tag), false), ("description", MlflowType.Text, false)),
        ["GET registered-models/get"] = new(("name", MlflowType.Text, true)),
        ["POST registered-models/set-tag"] = new(("name", MlflowType.Text, true), ("key", MlflowType.Text, true), ("value", MlflowType.Text, false)),
        ["POST registered-models/alias"] = new(("name", MlflowType.Text, true), ("alias", MlflowType.Text, true), ("version", MlflowType.Text, true)),
        ["GET registered-models/alias"] = new(("name", MlflowType.Text, true), ("alias", MlflowType.Text, true)),
        ["POST model-versions/create"] = new(
            ("name", MlflowType.Text, true),
            ("source", MlflowType.Text, true),
            ("run_id", MlflowType.Text, false),
            ("tags", MlflowType.List(Tag), false),
            ("run_link", MlflowType.Text, false),
            ("description", MlflowType.Text, false)),
        ["GET model-versions/get"] = new(("name", MlflowType.Text, true), ("version", MlflowType.Text, true)),
        ["GET model-versions/get-download-uri"] = new(("name", MlflowType.Text, true), ("version", MlflowType.Text, true)),
        ["GET model-versions/search"] = new(
            ("filter", MlflowType.Text, false),
            ("max_results", MlflowType.UpTo(200_000), false),
            ("order_by", MlflowType.List(MlflowType.Text), false),
            ("page_token", MlflowType.Text, false)),
        ["DELETE model-versions/delete"] = new(("name", MlflowType.Text, true), ("version", MlflowType.Text, true)),
        ["POST model-versions/set-tag"] = new(
            ("name", MlflowType.Text, true), ("version", MlflowType.Text, true), ("key", MlflowType.Text, true), ("value", MlflowType.Text, false)),
    };

    /// <summary>Method and path below <c>/api/2.0/mlflow/</c> of everything described here.</summary>
    public static IEnumerable<string> Endpoints => Messages.Keys;

    public static bool Knows(string endpoint) => Messages.ContainsKey(endpoint);

    /// <summary>What is wrong with a request; <see langword="null"/> if nothing is.</summary>
    public static string? ProblemWith(string endpoint, JsonObject request) => Messages[endpoint].ProblemWith(request, endpoint);
}

/// <summary>The fields of a message.</summary>
public sealed class MlflowMessage(params (string Name, MlflowType Type, bool Required)[] fields)
{
    public string? ProblemWith(JsonObject message, string where)
    {
        foreach (var name in message.Select(p => p.Key))
            if (fields.All(f => f.Name != name))
                return $"{where}: there is no field '{name}'";
        foreach (var (name, type, required) in fields)
        {
            var value = message[name];
            if (value is null || (required && value is JsonValue v && v.TryGetValue<string>(out var text) && text.Length == 0))
            {
                if (required || message.ContainsKey(name))
                    return $"{where}: missing value for the field '{name}'";
            }
            else if (type.ProblemWith(value, $"{where}.{name}") is { } problem)
            {
                return problem;
            }
        }

        return null;
    }
}

/// <summary>The type of a field, as JSON has it.</summary>
public sealed class MlflowType
{
    private readonly Func<JsonNode, string, string?> _check;

    private MlflowType(Func<JsonNode, string, string?> check) => _check = check;

    public static MlflowType Text { get; } = Plain("a string", node => node.GetValueKind() == System.Text.Json.JsonValueKind.String);

    public static MlflowType Real { get; } = Plain("a number", node => node.GetValueKind() == System.Text.Json.JsonValueKind.Number);

    public static MlflowType Whole { get; } = Plain("an int64", node => ReadInt64(node) is not null);

    public static MlflowType UpTo(long most) => Plain($"an int64 of at most {most}", node => ReadInt64(node) is { } value && value >= 0 && value <= most);

    public static MlflowType OneOf(params string[] names) => Plain(
        $"one of {string.Join(", ", names)}", node => node is JsonValue value && value.TryGetValue<string>(out var text) && names.Contains(text));

    public static MlflowType List(MlflowType item) => Items((node, where) => item.ProblemWith(node, where));

    public static MlflowType Of(MlflowMessage message) =>
        new((node, where) => node is JsonObject found ? message.ProblemWith(found, where) : $"{where}: expected a message");

    public static MlflowType List(MlflowMessage item) => List(Of(item));

    public string? ProblemWith(JsonNode node, string where) => _check(node, where);

    private static MlflowType Plain(string name, Func<JsonNode, bool> accepts) => new((node, where) => accepts(node) ? null : $"{where}: expected {name}");

    private static MlflowType Items(Func<JsonNode, string, string?> check) => new((node, where) => node is not JsonArray items
        ? $"{where}: expected a list"
        : items.Select((item, i) => item is null ? $"{where}[{i}]: missing" : check(item, $"{where}[{i}]")).FirstOrDefault(p => p is not null));

    /// <summary>A number without fraction, or its digits in a string: protobuf's JSON form allows both, a query string has only the latter.</summary>
    private static long? ReadInt64(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        System.Text.Json.JsonValueKind.String => long.TryParse(node.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };
}
