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
    public static object? Of(MemberInfo member, INukeBuild build)
    {
        if (member is not PropertyInfo { DeclaringType.IsInterface: true } property)
            return Read(member, build);
        var unset = (UnsetBuild)DispatchProxy.Create(property.DeclaringType!, typeof(UnsetBuild));
        unset.Build = build;
        var getter = property.GetMethod!.MethodHandle.GetFunctionPointer();
        var read = (Delegate)Activator.CreateInstance(typeof(Func<>).MakeGenericType(property.PropertyType), unset, getter)!;
        return read.DynamicInvoke();
    }

    /// <summary>A member of the class has its initial value in an instance that nothing was injected into.</summary>
    private static object? Read(MemberInfo member, INukeBuild build)
    {
        var instance = member is FieldInfo { IsStatic: true } or PropertyInfo { GetMethod.IsStatic: true }
            ? null
            : Activator.CreateInstance(build.GetType(), nonPublic: true);
        return member is PropertyInfo property ? property.GetValue(instance) : ((FieldInfo)member).GetValue(instance);
    }
}

/// <summary>A build on a server to which nobody has given a value.</summary>
internal class UnsetBuild : DispatchProxy
{
    /// <summary>Answers everything that has nothing to do with values.</summary>
    public INukeBuild Build { get; set; } = null!;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(INukeBuild.TryGetValue) => targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null,
        "get_IsServerBuild" => true,
        "get_IsLocalBuild" => false,
        _ => targetMethod.Invoke(Build, args),
    };
}
