using System.Reflection;
using Amazon.ECR;
using Nuke.Common;
using Nuke.Components;
using Slack.Webhooks;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>
/// What a stand-in offers stands in an approved file, so that a reader sees it grow. Run with ACCEPT_APPROVED_FILES=1 to approve;
/// approve only what the original has under the same name.
/// </summary>
public class SurfaceTests
{
    public static TheoryData<Type> Engines =>
        [.. new[] { typeof(NukeBuild), typeof(ITest), typeof(AmazonECRClient), typeof(SlackClient) }.Where(x => StandInTheoryAttribute.VersionOf(x).EndsWith("stand-in", StringComparison.Ordinal))];

    [StandInTheory]
    [MemberData(nameof(Engines))]
    public void A_stand_in_offers_what_was_approved(Type type)
    {
        var approved = Path.Combine(Sources.Tests, "Conformance", "Surface", $"{type.Assembly.GetName().Name}.txt");
        var actual = PublicSurface.Of(type.Assembly);
        if (Sources.Accepts)
            File.WriteAllText(approved, actual);
        Assert.Equal(File.ReadAllText(approved), actual);
    }
}

/// <summary>Does not apply where the feed has the originals: what they offer is not for this repository to approve.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute()
    {
        var version = VersionOf(typeof(NukeBuild));
        if (!version.EndsWith("stand-in", StringComparison.Ordinal))
            Skip = $"The feed has the original Nuke.Common {version}, so no stand-in is used.";
    }

    public static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
