using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FashionMnist.Build.Deployment;
using FashionMnist.Build.Tests.Pipelines;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>The module for Terraform, as Terraform's parser reads it: it must apply each template with its parents and nothing else.</summary>
public sealed partial class TerraformTests
{
    [ValidatorTheory]
    [InlineData("main.tf")]
    public async Task Applies_each_template_as_a_stack_of_the_same_name(string file)
    {
        var stacks = await StacksAsync(file);
        Assert.Equal(Templates.All.Select(x => x.Name), stacks.Select(x => x.Key.Replace('_', '-')).Order(StringComparer.Ordinal));
        Assert.All(stacks, x =>
        {
            var template = x.Key.Replace('_', '-');
            Assert.Equal($"${{local.stack}}-{template}", (string?)x.Value["name"]);
            Assert.Equal($"${{file(\"${{local.templates}}/{template}.yaml\")}}", (string?)x.Value["template_body"]);
            Assert.Contains($"lookup(var.parameters, \"{template}\", {{}})", (string)x.Value["parameters"]!, StringComparison.Ordinal);
        });
    }

    [ValidatorTheory]
    [InlineData("main.tf")]
    public async Task Hands_each_template_its_parents(string file)
    {
        foreach (var (name, stack) in await StacksAsync(file))
        {
            var given = ParentArgument().Matches((string)stack["parameters"]!).ToDictionary(x => x.Groups[1].Value, x => x.Groups[2].Value);
            var asked = Templates.Get(name.Replace('_', '-')).Parameters.Select(x => x.Key).Where(x => x.StartsWith("Parent", StringComparison.Ordinal));
            Assert.Equal(asked.Order(StringComparer.Ordinal), given.Keys.Order(StringComparer.Ordinal));
            Assert.All(given, x => Assert.Equal(x.Key, $"Parent{char.ToUpperInvariant(x.Value[0])}{x.Value[1..]}Stack"));
        }
    }

    [ValidatorTheory]
    [InlineData("main.tf")]
    public async Task Acknowledges_roles_where_there_are_roles(string file)
    {
        foreach (var (name, stack) in await StacksAsync(file))
        {
            var hasRoles = Templates.Get(name.Replace('_', '-')).Resources.Any(x => ((string)x.Value!["Type"]!).StartsWith("AWS::IAM::", StringComparison.Ordinal));
            Assert.Equal(hasRoles ? "CAPABILITY_IAM" : null, (string?)stack["capabilities"]?[0]);
        }
    }

    [ValidatorTheory]
    [InlineData("main.tf")]
    public async Task Keeps_a_state_for_each_environment(string file)
    {
        var first = (await StacksAsync(file))["artifacts"];
        Assert.Equal("${terraform.workspace == var.environment}", (string?)first["lifecycle"]![0]!["precondition"]![0]!["condition"]);
    }

    [ValidatorTheory]
    [InlineData("main.tf")]
    public async Task Gives_Batch_an_hour_for_what_waits_for_running_jobs(string file)
    {
        var timeouts = (await StacksAsync(file))["batch"]["timeouts"]!;
        Assert.Equal("""{"create":"60m","delete":"60m","update":"60m"}""", (timeouts is JsonArray x ? x[0]! : timeouts).ToJsonString());
    }

    /// <summary>Terraform does not show what an update does to the resources of a stack, so CloudFormation must refuse what Deploy asks consent for.</summary>
    [ValidatorTheory]
    [InlineData("main.tf")]
    public async Task Refuses_to_replace_what_holds_data_without_consent(string file)
    {
        Assert.All((await StacksAsync(file)).Values, x => Assert.Equal("${local.policy}", (string?)x["policy_body"]));
        var locals = (await ReadAsync(file))["locals"]![0]!;
        var inTemplates = Templates.All.SelectMany(x => x.Resources).Select(x => (string)x.Value!["Type"]!).Distinct().Where(StatefulResources.Types.Contains);
        Assert.Equal(inTemplates.Order(StringComparer.Ordinal), locals["stateful"]!.AsArray().Select(x => (string)x!).Order(StringComparer.Ordinal));
        Assert.Equal("""["Update:Replace","Update:Delete"]""", locals["keep"]!["Action"]!.ToJsonString());
        Assert.Contains("var.allow_replacement ? [] : [local.keep]", (string)locals["policy"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_state_and_variables_out_of_git()
    {
        var ignored = File.ReadAllLines(Path.Combine(Sources.Root, "deploy", "terraform", ".gitignore"));
        Assert.Empty(new[] { ".terraform/", "*.tfstate", "*.tfstate.*", "*.tfvars", "backend.tf" }.Except(ignored));
    }

    private static async Task<JsonNode> ReadAsync(string file)
    {
        var (exitCode, lines) = await Templates.NodeAsync(["hcl.mjs", Path.Combine(Sources.Root, "deploy", "terraform", file)]);
        Assert.Equal(0, exitCode);
        return JsonNode.Parse(string.Concat(lines))![file]!;
    }

    private static async Task<IReadOnlyDictionary<string, JsonObject>> StacksAsync(string file)
    {
        var stacks = (await ReadAsync(file))["resource"]!["aws_cloudformation_stack"]!.AsObject();
        return stacks.ToDictionary(x => x.Key, x => x.Value![0]!.AsObject());
    }

    [GeneratedRegex(@"(Parent\w+) *= aws_cloudformation_stack\.(\w+)\.name")]
    private static partial Regex ParentArgument();
}
