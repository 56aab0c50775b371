using System.Text.Json;
using System.Text.Json.Nodes;
using FashionMnist.Build.Tests.Pipelines;
using FashionMnist.Testing.CloudFormation;
using Nuke.Common;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>The table of calls and actions: in step with the code, with AWS's own list, and with what the roles are granted.</summary>
public sealed partial class IamActionsTests
{
    private static readonly IamTable Table = JsonSerializer.Deserialize<IamTable>(
        File.ReadAllText(Path.Combine(Templates.Folder, "iam-actions.json")), JsonSerializerOptions.Web)!;

    private static IEnumerable<PolicyStatement> Grants => Templates.All.SelectMany(PolicyStatement.In).Where(x => x.IsGrant);

    public static TheoryData<string> Assemblies =>
    [
        .. new[] { "src", "build" }.SelectMany(x => Directory.GetFiles(Path.Combine(Sources.Root, x), "*.csproj", SearchOption.AllDirectories))
            .Where(x => !x.Contains("standins", StringComparison.Ordinal)).Select(x => Path.GetRelativePath(Sources.Root, x)),
    ];

    [Fact]
    public void Knows_each_call_in_the_code_and_no_other()
    {
        var inCode = new[] { "_build.dll", "FashionMnist.Models.dll" }.SelectMany(x => AwsCalls.In(Path.Combine(AppContext.BaseDirectory, x)));
        Assert.Equal(
            inCode.Distinct().Order(StringComparer.Ordinal),
            Table.Calls.Where(x => x.Sdk is not null).Select(x => x.Sdk).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The test above looks into the two assemblies that may call AWS; here it shows that no other one does.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Only_the_build_and_the_library_of_models_know_the_SDK(string project)
    {
        var direct = File.ReadAllText(Path.Combine(Sources.Root, project)).Contains("AWSSDK.", StringComparison.Ordinal);
        var called = Directory.GetFiles(Path.GetDirectoryName(Path.Combine(Sources.Root, project))!, "*.cs", SearchOption.AllDirectories)
            .Where(x => !x.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Any(x => File.ReadAllText(x).Contains("using Amazon.", StringComparison.Ordinal));
        var may = Path.GetFileNameWithoutExtension(project) is "_build" or "FashionMnist.Models";
        Assert.True(may || (!direct && !called), $"{project} calls AWS; add its assembly to the test of the table");
    }

    [Fact]
    public void Each_action_of_a_call_is_granted_or_withheld_for_a_reason()
    {
        var needed = Table.Calls.SelectMany(x => x.Actions).ToHashSet();
        var granted = Table.Grants.Values.SelectMany(x => x.Actions).ToHashSet();
        Assert.Equal(needed.Order(StringComparer.Ordinal), granted.Concat(Table.Withheld.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(granted.Intersect(Table.Withheld.Keys));
        Assert.All(Table.Withheld.Values, x => Assert.NotEmpty(x));
    }

    [Fact]
    public void The_policies_grant_exactly_what_the_table_says()
    {
        var granted = Grants.GroupBy(x => x.Owner).ToDictionary(x => x.Key, x => x.SelectMany(y => y.Actions).Distinct().Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(Table.Grants.Keys.Order(StringComparer.Ordinal), granted.Keys.Order(StringComparer.Ordinal));
        Assert.All(Table.Grants, x => Assert.Equal(x.Value.Actions.Order(StringComparer.Ordinal), granted[x.Key]));
    }

    [Fact]
    public void Names_targets_that_there_are()
    {
        var targets = typeof(global::Build).GetInterfaces().Append(typeof(global::Build)).SelectMany(x => x.GetProperties(
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(x => x.PropertyType == typeof(Target)).Select(x => x.Name.Split('.')[^1]).ToHashSet();
        Assert.Empty(Table.Grants.Values.SelectMany(x => x.For).Except(targets));
    }

    [ValidatorTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWS_has_the_actions_and_no_resources_where_the_policy_names_none(bool planted)
    {
        var actions = Grants.SelectMany(x => x.Actions).Concat(Table.Calls.SelectMany(x => x.Actions)).Concat(Table.Withheld.Keys).Distinct();
        var free = Grants.Where(x => x.OnEverything).SelectMany(x => x.Actions).Distinct().ToList();
        if (planted)
            (actions, free) = (actions.Append("s3:HeadObject"), [.. free, "ssm:PutParameter"]);
        var findings = await Templates.FindingsAsync(["iam.mjs", .. actions, $"--without-resources={string.Join(',', free)}"]);
        Assert.Equal(planted ? ["s3:HeadObject", "ssm:PutParameter"] : Array.Empty<string>(), findings.Select(x => x.Split(": ")[0]));
    }

    [BotocoreTheory]
    [InlineData("s3:PutObject", "s3:PutObjects\n")]
    public void AWS_has_the_calls(string planted, string notice)
    {
        const string Unknown = """
            import sys, botocore.session
            session = botocore.session.get_session()
            for call in sys.argv[1:]:
                service, name = call.split(":")
                if name not in session.get_service_model(service).operation_names:
                    print(call)
            """;
        string[] calls = [.. Table.Calls.Select(x => x.Api)];
        Assert.Equal((0, ""), BotocoreTheoryAttribute.Run(Unknown, calls));
        Assert.Equal((0, notice), BotocoreTheoryAttribute.Run(Unknown, [.. calls.Select(x => x == planted ? $"{x}s" : x)]));
    }

    [Fact]
    public void A_publisher_cannot_promote_and_a_promoter_cannot_publish()
    {
        string[] publisher = Written("access/PublisherPolicy"), promoter = Written("access/PromoterPolicy");
        Assert.DoesNotContain(publisher, x => x.Contains("production.json", StringComparison.Ordinal) || x.EndsWith("}/*", StringComparison.Ordinal));
        Assert.Equal(["${ModelName}/ledger/*", "${ModelName}/production.json"], promoter);
    }

    [Fact]
    public void The_job_writes_nothing_but_results()
    {
        var writes = Grants.Where(x => x.Owner == "batch/JobRole" && x.Actions.Any(y => y is "s3:PutObject" or "s3:DeleteObject" or "s3:AbortMultipartUpload"));
        var statement = Assert.Single(writes);
        Assert.Contains("ResultsBucket", statement.Statement["Resource"]!.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>All buckets keep versions, and whatever is larger than one piece is read on at the version it began with.</summary>
    [Theory]
    [InlineData("batch/JobRole", 3)]
    [InlineData("access/ReaderPolicy", 1)]
    public void Whoever_reads_with_this_software_may_read_exact_versions(string owner, int buckets)
    {
        var reads = Grants.Where(x => x.Owner == owner && x.Actions.Contains("s3:GetObject")).ToArray();
        Assert.Equal(buckets, reads.Length);
        Assert.All(reads, x => Assert.Contains("s3:GetObjectVersion", x.Actions));
    }

    [Fact]
    public void Whoever_reads_a_bucket_may_list_it_because_a_missing_key_is_403_without()
    {
        var readers = Grants.Where(x => x.Actions.Contains("s3:GetObject")).Select(x => x.Owner).Distinct().ToArray();
        Assert.Contains("access/SchedulerPolicy", readers);
        Assert.All(readers, owner => Assert.Empty(BucketsOf(owner, "s3:GetObject").Except(BucketsOf(owner, "s3:ListBucket"))));
    }

    [Fact]
    public void GitHub_is_bound_to_one_repository_and_branches_without_wildcards()
    {
        var trusts = Templates.All.SelectMany(PolicyStatement.In).Where(x => x.Actions.Contains("sts:AssumeRoleWithWebIdentity")).ToArray();
        Assert.Equal(["access/PromoterRole", "access/PublisherRole"], trusts.Select(x => x.Owner).Order(StringComparer.Ordinal));
        Assert.All(trusts, x =>
        {
            var condition = Assert.Single(x.Statement["Condition"]!.AsObject());
            Assert.Equal("StringEquals", condition.Key);
            Assert.Equal("sts.amazonaws.com", (string?)condition.Value!["token.actions.githubusercontent.com:aud"]);
            var subjects = condition.Value["token.actions.githubusercontent.com:sub"]!;
            JsonNode?[] allowed = subjects is JsonArray list ? [.. list] : [subjects];
            Assert.All(allowed, y =>
                Assert.Matches(@"\Arepo:\$\{GitHubRepository\}:ref:refs/heads/\$\{(Publishing|Promoting)Branch\}\z", (string?)y!["Fn::Sub"]));
        });
    }

    /// <summary>Exports of artifacts.yaml that name the buckets on which an action is granted.</summary>
    private static IEnumerable<string> BucketsOf(string owner, string action) => Grants.Where(x => x.Owner == owner && x.Actions.Contains(action))
        .SelectMany(x => CloudFormationTemplate.Objects(x.Statement["Resource"]!)).Select(x => (string?)x["Fn::ImportValue"]?["Fn::Sub"]).OfType<string>()
        // Models lie in the model bucket, below its store's prefix.
        .Select(x => x.Replace("-ModelsArn", "-ModelBucket", StringComparison.Ordinal));

    /// <summary>Keys that a policy may write, below the bucket.</summary>
    private static string[] Written(string owner) =>
    [
        .. Grants.Where(x => x.Owner == owner && x.Actions.Contains("s3:PutObject"))
            .SelectMany(x => x.Statement["Resource"]!.AsArray())
            .Select(x => ((string)x!["Fn::Sub"]![0]!).Split("${Models}/")[1]).Order(StringComparer.Ordinal),
    ];

    private sealed record IamTable(IReadOnlyList<IamCall> Calls, IReadOnlyDictionary<string, IamGrant> Grants, IReadOnlyDictionary<string, string> Withheld);

    private sealed record IamCall(string Api, string? Sdk, string? With, IReadOnlyList<string> Actions);

    private sealed record IamGrant(IReadOnlyList<string> For, IReadOnlyList<string> Actions);
}
