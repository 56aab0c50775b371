using System.Text.Json;
using System.Text.Json.Nodes;
using FashionMnist.Models;

namespace FashionMnist.Build.Deployment;

/// <summary>The operations of CloudFormation that a deployment needs.</summary>
/// <param name="cli">Calls them.</param>
internal sealed class CloudFormationCli(AwsCli cli)
{
    private const string Service = "cloudformation";
    private const string Invalid = "ValidationError";
    private const string NewestEvents = "200";

    /// <summary>A stack by name or id; <see langword="null"/>: there is none of this name.</summary>
    public async Task<StackState?> FindStackAsync(string stack, CancellationToken cancellationToken)
    {
        try
        {
            var response = await cli.CallAsync(Service, "describe-stacks", new JsonObject { ["StackName"] = stack }, cancellationToken);
            return Read<StackState[]>(response, "Stacks")[0];
        }
        catch (AwsCliException e) when (e.Code == Invalid && e.Message.Contains("does not exist", StringComparison.Ordinal))
        {
            return null;
        }
        catch (AwsCliException e)
        {
            throw AwsCliErrors.Describe("describe-stacks", e);
        }
    }

    /// <summary>Lets CloudFormation read a template.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it finds a mistake.</exception>
    public async Task ValidateAsync(StackTemplate template, CancellationToken cancellationToken)
    {
        try
        {
            await cli.CallAsync(Service, "validate-template", new JsonObject { ["TemplateBody"] = template.Body }, cancellationToken);
        }
        catch (AwsCliException e)
        {
            throw e.Code == Invalid ? Wrong($"{template.Name}.yaml", e) : AwsCliErrors.Describe("validate-template", e);
        }
    }

    /// <summary>Asks for a change set, which CloudFormation then computes; of a stack that is not there it makes an empty one.</summary>
    /// <returns>Id of the stack.</returns>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if template and parameters do not fit.</exception>
    public async Task<string> CreateChangeSetAsync(PlannedStack stack, string name, bool isNew, string description, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["StackName"] = stack.Name,
            ["ChangeSetName"] = name,
            ["ChangeSetType"] = isNew ? "CREATE" : "UPDATE",
            ["ClientToken"] = name,
            ["Description"] = description,
            ["TemplateBody"] = stack.Template.Body,
            ["Capabilities"] = new JsonArray("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"),
            ["Parameters"] = new JsonArray([.. stack.Parameters.Select(x => new JsonObject { ["ParameterKey"] = x.Key, ["ParameterValue"] = x.Value })]),
        };
        try
        {
            var response = await cli.CallAsync(Service, "create-change-set", request, cancellationToken);
            return response.GetProperty("StackId").GetString()!;
        }
        catch (AwsCliException e)
        {
            throw e.Code == Invalid ? Wrong(stack.Name, e) : AwsCliErrors.Describe("create-change-set", e);
        }
    }

    public Task<ChangeSet> DescribeChangeSetAsync(string stack, string name, CancellationToken cancellationToken) => Plainly(
        "describe-change-set", Of(stack, name), x => Read<ChangeSet>(x), cancellationToken);

    /// <summary>Lets a change set become true. Its events carry the name of the change set as token.</summary>
    public Task ExecuteAsync(string stack, string name, CancellationToken cancellationToken)
    {
        var request = Of(stack, name);
        request["ClientRequestToken"] = name;
        return Plainly("execute-change-set", request, _ => true, cancellationToken);
    }

    public Task DeleteChangeSetAsync(string stack, string name, CancellationToken cancellationToken) =>
        Plainly("delete-change-set", Of(stack, name), _ => true, cancellationToken);

    /// <summary>The names of the change sets of a stack.</summary>
    public Task<IReadOnlyList<string>> ChangeSetsAsync(string stack, CancellationToken cancellationToken) => Plainly<IReadOnlyList<string>>(
        "list-change-sets",
        new JsonObject { ["StackName"] = stack },
        x => [.. x.GetProperty("Summaries").EnumerateArray().Select(y => y.GetProperty("ChangeSetName").GetString()!)],
        cancellationToken);

    public Task DeleteStackAsync(string stack, CancellationToken cancellationToken) =>
        Plainly("delete-stack", new JsonObject { ["StackName"] = stack }, _ => true, cancellationToken);

    /// <summary>The newest events of a stack, newest first.</summary>
    public Task<StackEvent[]> EventsAsync(string stack, CancellationToken cancellationToken) => Plainly(
        "describe-stack-events", new JsonObject { ["StackName"] = stack }, x => Read<StackEvent[]>(x, "StackEvents"), cancellationToken, "--max-items", NewestEvents);

    /// <summary>The AWS account and the name of who calls.</summary>
    public Task<(string Account, string Caller)> CallerAsync(CancellationToken cancellationToken) => Plainly(
        "sts", "get-caller-identity", [], x => (x.GetProperty("Account").GetString()!, x.GetProperty("Arn").GetString()!), cancellationToken);

    private static JsonObject Of(string stack, string changeSet) => new() { ["StackName"] = stack, ["ChangeSetName"] = changeSet };

    private Task<T> Plainly<T>(
        string operation, JsonObject request, Func<JsonElement, T> read, CancellationToken cancellationToken, params string[] options) =>
        Plainly(Service, operation, request, read, cancellationToken, options);

    private async Task<T> Plainly<T>(
        string service, string operation, JsonObject request, Func<JsonElement, T> read, CancellationToken cancellationToken, params string[] options)
    {
        try
        {
            return read(await cli.CallAsync(service, operation, request, cancellationToken, options));
        }
        catch (AwsCliException e)
        {
            throw AwsCliErrors.Describe(operation, e);
        }
    }

    private static T Read<T>(JsonElement response, string? member = null) =>
        (member is null ? response : response.GetProperty(member)).Deserialize<T>()!;

    private static FashionMnistException Wrong(string where, AwsCliException e) => new(ExitCodes.BadInput, $"{where}: {e.Message}", e);
}
