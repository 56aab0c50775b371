using System.Reflection;
using Nuke.Common;

namespace FashionMnist.Build.Pipelines.Graph;

/// <summary>
/// The value a parameter has on a server where nothing is said. It is asked of the build's own code, and not of this run: what the
/// command line, the environment or a parameters file says here must not end up in a committed file.
/// </summary>
internal static class ParameterDefault
{
    /// <summary>The default, or <see langword="null"/>.</summary>
    public static object? Of(MemberInfo member, INukeBuild build) => member switch
    {
        PropertyInfo { GetMethod.IsStatic: true } property => property.GetValue(null),
        PropertyInfo property => property.GetValue(UnsetBuild.Of(build.GetType())),
        FieldInfo { IsStatic: true } field => field.GetValue(null),
        _ => ((FieldInfo)member).GetValue(UnsetBuild.Of(build.GetType())),
    };
}
