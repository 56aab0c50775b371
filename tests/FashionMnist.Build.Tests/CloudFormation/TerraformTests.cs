using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

    private static async Task<IReadOnlyDictionary<string, JsonObject>> StacksAsync(string file)
    {
        var (exitCode, lines) = await Templates.NodeAsync(["hcl.mjs", Path.Combine(Sources.Root, "deploy", "terraform", file)]);
        Assert.Equal(0, exitCode);
        var stacks = JsonNode.Parse(string.Concat(lines))![file]!["resource"]!["aws_cloudformation_stack"]!.AsObject();
        return stacks.ToDictionary(x => x.Key, x => x.Value![0]!.AsObject());
    }

    [GeneratedRegex(@"(Parent\w+) *= aws_cloudformation_stack\.(\w+)\.name")]
    private static partial Regex ParentArgument();
}
