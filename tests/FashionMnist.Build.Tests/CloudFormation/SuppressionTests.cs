using System.Text.Json.Nodes;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>Findings of cfn-lint and checkov that are decisions: suppressed where the resource is, with the reason.</summary>
public sealed class SuppressionTests
{
    private static IEnumerable<(string Where, JsonObject Skip)> Skips =>
        from template in Templates.All
        from resource in template.Resources
        from skip in resource.Value!["Metadata"]?["checkov"]?["skip"]?.AsArray() ?? []
        select ($"{template.Name}/{resource.Key}", skip!.AsObject());

    [Fact]
    public void Each_suppression_names_a_check_and_its_reason() => Assert.All(Skips, x =>
    {
        Assert.Matches(@"\ACKV2?_AWS_[0-9]+\z", (string?)x.Skip["id"]);
        Assert.True(((string?)x.Skip["comment"])?.Length > 15, $"{x.Where} gives no reason");
    });

    /// <summary>CKV_AWS_18 asks each bucket for access logs.</summary>
    [Fact]
    public void Each_bucket_says_why_it_has_no_access_log()
    {
        var buckets = Templates.All.SelectMany(x => x.OfType("AWS::S3::Bucket").Where(y => y.Properties["LoggingConfiguration"] is null).Select(y => $"{x.Name}/{y.Id}"));
        Assert.Equal(
            buckets.Order(StringComparer.Ordinal),
            Skips.Where(x => (string?)x.Skip["id"] == "CKV_AWS_18").Select(x => x.Where).Order(StringComparer.Ordinal));
    }
}
