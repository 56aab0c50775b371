using System.Text.Json.Nodes;
using FashionMnist.Testing.CloudFormation;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>A statement of a policy in a template.</summary>
/// <param name="Owner">Template and resource, for example <c>batch/JobRole</c>.</param>
/// <param name="ResourceType">Type of that resource.</param>
/// <param name="Statement">The statement.</param>
internal sealed record PolicyStatement(string Owner, string ResourceType, JsonObject Statement)
{
    public bool Allows => (string?)Statement["Effect"] == "Allow";

    /// <summary>Whether it says who may take a role, not what the role may do.</summary>
    public bool IsTrust => Actions.All(x => x.StartsWith("sts:AssumeRole", StringComparison.Ordinal)) && Statement["Principal"] is not null;

    /// <summary>A key's policy must give the account everything, or nobody could ever change the key again.</summary>
    public bool IsKeyPolicy => ResourceType == "AWS::KMS::Key";

    /// <summary>Whether it says what a role may do.</summary>
    public bool IsGrant => Allows && Statement["Principal"] is null;

    public IReadOnlyList<string> Actions => Texts(Statement["Action"]);

    public bool OnEverything => Statement["Resource"] is JsonValue x && (string)x! == "*";

    public static IEnumerable<PolicyStatement> In(CloudFormationTemplate template) => template.Resources.SelectMany(resource =>
        CloudFormationTemplate.Objects(resource.Value)
            .Where(x => x["Effect"] is not null && x["Action"] is not null)
            .Select(x => new PolicyStatement($"{template.Name}/{resource.Key}", (string)resource.Value!["Type"]!, x)));

    private static string[] Texts(JsonNode? node) => node switch
    {
        JsonArray x => [.. x.Select(y => (string)y!)],
        JsonValue x => [(string)x!],
        _ => [],
    };
}
