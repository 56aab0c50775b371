using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist.Build.Tests.Pipelines;
using FashionMnist.Testing.CloudFormation;

namespace FashionMnist.Build.Tests.CloudFormation;

public sealed partial class TemplateTests
{
    public static TheoryData<string> Names => [.. Templates.All.Select(x => x.Name)];

    [ValidatorTheory]
    [InlineData("*.yaml")]
    public async Task The_schemas_of_AWS_and_the_rules_of_Guard_find_nothing(string pattern) =>
        Assert.Empty(await Templates.ValidateAsync(Directory.GetFiles(Templates.Folder, pattern).Order(StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_the_rules_of_the_house(string name) => Assert.Empty(TemplateRules.Check(Templates.Get(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Imports_what_its_parents_export(string name)
    {
        foreach (var (parent, output) in Imports(Templates.Get(name)))
        {
            var outputs = Templates.Get(parent).Outputs;
            Assert.True(outputs[output]?["Export"] is not null, $"{name} imports {output}, which {parent} does not export");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Uses_each_parent_that_it_asks_for(string name)
    {
        var template = Templates.Get(name);
        var asked = template.Parameters.Select(x => ParentParameter().Match(x.Key)).Where(x => x.Success).Select(x => FileOf(x.Groups[1].Value));
        Assert.Equal(asked.Order(StringComparer.Ordinal), Imports(template).Select(x => x.Parent).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parents_never_form_a_circle()
    {
        var open = Templates.All.ToDictionary(x => x.Name, x => Imports(x).Select(y => y.Parent).ToHashSet());
        while (open.Count > 0)
        {
            var next = open.Where(x => !x.Value.Overlaps(open.Keys)).Select(x => x.Key).ToArray();
            Assert.NotEmpty(next);
            foreach (var name in next)
                open.Remove(name);
        }
    }

    [Fact]
    public void What_Batch_is_told_has_the_names_that_a_scheduler_uses()
    {
        var batch = Templates.Get("batch");
        Assert.Equal("fashion-mnist-${Environment}", (string?)batch.Properties("JobQueue")["JobQueueName"]!["Fn::Sub"]);
        Assert.Equal("fashion-mnist-${Environment}", (string?)batch.Properties("JobDefinition")["JobDefinitionName"]!["Fn::Sub"]);
        Assert.Equal("/aws/batch/fashion-mnist-${Environment}", (string?)Templates.Get("monitoring").Properties("LogGroup")["LogGroupName"]!["Fn::Sub"]);
    }

    [Fact]
    public void The_job_runs_as_the_user_of_the_image_and_writes_to_its_volume_only()
    {
        var dockerfile = File.ReadAllText(Path.Combine(Sources.Root, "Dockerfile"));
        var container = Templates.Get("batch").Properties("JobDefinition")["ContainerProperties"]!;
        Assert.Contains($"USER {container["User"]}\n", dockerfile, StringComparison.Ordinal);
        var writable = Assert.Single(container["MountPoints"]!.AsArray(), x => !x!["ReadOnly"]!.GetValue<bool>());
        Assert.Contains($"VOLUME {writable!["ContainerPath"]}\n", dockerfile, StringComparison.Ordinal);
    }

    /// <summary>A job that fits no machine stays RUNNABLE for ever. m7i has 4 GiB for each vCPU, of which the machine takes some.</summary>
    [Fact]
    public void Each_size_fits_a_machine()
    {
        var template = Templates.Get("batch");
        var machines = ((string)template.Parameters["InstanceTypes"]!["Default"]!).Split(',').Select(x => x switch
        {
            "m7i.large" => (Vcpus: 2, MiB: 8 * 1024),
            "m7i.xlarge" => (Vcpus: 4, MiB: 16 * 1024),
            "m7i.2xlarge" => (Vcpus: 8, MiB: 32 * 1024),
            _ => throw new NotSupportedException($"this test does not know {x}"),
        }).ToArray();
        var sizes = template.Content["Mappings"]!["Sizes"]!.AsObject();
        Assert.Equal(template.Parameters["Size"]!["AllowedValues"]!.AsArray().Select(x => (string)x!), sizes.Select(x => x.Key));
        Assert.All(sizes, x => Assert.Contains(machines, y =>
            int.Parse((string)x.Value!["Vcpus"]!, CultureInfo.InvariantCulture) <= y.Vcpus
            && int.Parse((string)x.Value["Memory"]!, CultureInfo.InvariantCulture) <= 0.9 * y.MiB));
    }

    [Fact]
    public void The_database_has_a_name_that_queries_need_not_quote()
    {
        var name = Templates.Get("tables").Properties("Database")["DatabaseInput"]!["Name"]!;
        Assert.Equal("""{"Fn::Join":["_",{"Fn::Split":["-",{"Fn::Sub":"fashion-mnist-${Environment}"}]}]}""", name.ToJsonString());
    }

    [Fact]
    public void The_near_real_time_rule_is_disabled_by_default()
    {
        var template = Templates.Get("near-real-time");
        Assert.Equal("false", (string?)template.Parameters["Enabled"]!["Default"]);
        var state = template.Properties("Rule")["State"]!["Fn::If"]!.AsArray();
        Assert.Equal(["IsEnabled", "ENABLED", "DISABLED"], state.Select(x => (string)x!));
    }

    private static IEnumerable<(string Parent, string Output)> Imports(CloudFormationTemplate template) => CloudFormationTemplate.Objects(template.Content)
        .Select(x => x["Fn::ImportValue"]?["Fn::Sub"]).Where(x => x is not null)
        .Select(x => ImportedName().Match((string)x!))
        .Select(x => (FileOf(x.Groups[1].Value), x.Groups[2].Value));

    private static string FileOf(string parent) => WordStart().Replace(parent, "-$0").ToLowerInvariant();

    [GeneratedRegex(@"\AParent(\w+)Stack\z")]
    private static partial Regex ParentParameter();

    [GeneratedRegex(@"\A\$\{Parent(\w+)Stack\}-(\w+)\z")]
    private static partial Regex ImportedName();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
