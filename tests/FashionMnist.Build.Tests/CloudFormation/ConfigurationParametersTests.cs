using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Tests.CloudFormation;

public sealed class ConfigurationParametersTests
{
    /// <summary>Parameter Store may hold nothing below the path that is no value of the configuration, or every build stops.</summary>
    [Fact]
    public void What_the_stack_writes_to_Parameter_Store_are_values_of_the_configuration()
    {
        var template = Templates.Get("artifacts");
        var path = (string)template.Outputs["ConfigurationPath"]!["Value"]!["Fn::Sub"]!;
        var keys = template.OfType("AWS::SSM::Parameter").Select(x => (string)x.Properties["Name"]!["Fn::Sub"]!).ToArray();
        Assert.All(keys, x => Assert.StartsWith($"{path}/", x, StringComparison.Ordinal));

        var settings = keys.Select(x => x[(path.Length + 1)..].Replace('/', '.').Replace("${Environment}", "integration", StringComparison.Ordinal) + "=s3").ToArray();
        var environments = ConfigurationLoader.Load(null, new Dictionary<string, string>(), settings).Options.Store.Environments;
        Assert.Equal(("s3", "s3"), (environments["integration"].ModelStore, environments["integration"].ImageRepository));
    }

    [Fact]
    public void The_models_that_roles_may_reach_are_called_as_the_configuration_says()
    {
        var name = new StoreOptions().ModelName;
        Assert.All(new[] { "access", "batch" }, x => Assert.Equal(name, (string?)Templates.Get(x).Parameters["ModelName"]!["Default"]));
    }

    [Fact]
    public void Only_the_branches_of_the_configuration_promote()
    {
        var file = Path.Combine(Sources.Root, "config", "fashion-mnist.json");
        var environments = ConfigurationLoader.Load(file, new Dictionary<string, string>(), []).Options.Store.Environments;
        var parameters = Templates.Get("access").Parameters;
        Assert.Equal(
            (environments["integration"].PromotingBranch, environments["production"].PromotingBranch),
            ((string?)parameters["PublishingBranch"]!["Default"], (string?)parameters["PromotingBranch"]!["Default"]));
    }
}
