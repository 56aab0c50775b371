using FashionMnist.Build.Pipelines;
using Nuke.Common;
using Nuke.Components;

namespace FashionMnist.Build.Components;

/// <summary>Keeps targets that change something others use behind every target that may find it unfit.</summary>
internal static class Deliveries
{
    /// <summary>Orders a target after all checks that run in the same build, whatever order they were named in. It asks for none of them.</summary>
    public static ITargetDefinition AfterChecks(this ITargetDefinition definition) => definition
        .TryAfter<ITest>(x => x.Test)
        .TryAfter<IGeneratePipelines>(x => x.CheckPipelines)
        .TryAfter<IFetchData>(x => x.CheckData)
        .TryAfter<IEvaluateModel>(x => x.Evaluate)
        .TryAfter<IBuildImage>(x => x.CheckLicences)
        .TryAfter<ISmokeImage>(x => x.SmokeImage);
}
