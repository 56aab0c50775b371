using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>
/// Simulates how EventBridge fills an input template (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html): a variable
/// that is a JSON value of its own becomes the JSON of what its path finds, one within a string becomes the bare text, and one whose path finds nothing leaves
/// nothing. AWS does not document that text within a string is escaped, so here it is not.
/// </summary>
internal static partial class EventBridge
{
    /// <summary>What a target of a rule is sent for an event.</summary>
    /// <param name="target">The target in the template, with <c>InputTransformer</c>.</param>
    /// <param name="detail">The event's <c>detail</c>.</param>
    /// <param name="names">Values for the names that <c>Fn::Sub</c> replaces.</param>
    /// <exception cref="JsonException">If it is not JSON, which EventBridge drops after its retries.</exception>
    public static JsonNode Send(JsonNode target, JsonNode detail, IReadOnlyDictionary<string, string> names)
    {
        var paths = target["InputTransformer"]!["InputPathsMap"]!.AsObject();
        var template = SubVariable().Replace(Text(target), x => names[x.Groups[1].Value]);
        var message = new StringBuilder();
        var inString = false;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '"')
                inString = !inString;
            if (template[i] != '<')
            {
                message.Append(template[i]);
                continue;
            }

            var end = template.IndexOf('>', i);
            var value = Find(detail, (string)paths[template[(i + 1)..end]]!);
            message.Append(inString ? value?.ToString() : value?.ToJsonString());
            i = end;
        }

        return JsonNode.Parse($"{message}")!;
    }

    /// <summary>Paths of the variables that stand within a string of the template.</summary>
    public static IEnumerable<string> PathsWithinStrings(JsonNode target)
    {
        var paths = target["InputTransformer"]!["InputPathsMap"]!.AsObject();
        return JsonString().Matches(Text(target)).SelectMany(x => Variable().Matches(x.Value)).Select(x => (string)paths[x.Groups[1].Value]!);
    }

    private static string Text(JsonNode target) => (string)(target["InputTransformer"]!["InputTemplate"]!["Fn::Sub"] switch
    {
        JsonArray x => x[0]!,
        var x => x!,
    })!;

    private static JsonNode? Find(JsonNode detail, string path) =>
        path["$.detail.".Length..].Split('.').Aggregate((JsonNode?)detail, (node, name) => node is JsonObject x ? x[name] : null);

    [GeneratedRegex(@"\$\{([A-Za-z:]+)\}")]
    private static partial Regex SubVariable();

    [GeneratedRegex("<([a-z]+)>")]
    private static partial Regex Variable();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex JsonString();
}
