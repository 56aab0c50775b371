using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Execution;
using Serilog;

namespace Nuke.Common.ValueInjection;

/// <summary>Values that attributes provide: pushed into the members of the build class, pulled by those of its components.</summary>
internal static class InjectedValues
{
    private static readonly ConcurrentDictionary<MemberInfo, object> Pulled = new();

    /// <summary>The value of a component's member, or <see langword="null"/>.</summary>
    public static object Of(INukeBuild build, LambdaExpression expression)
    {
        var member = RequirementService.MemberOf(expression).NotNull("Expected a member of the component");
        return Pulled.GetOrAdd(member, x => Evaluate(build, x));
    }

    /// <summary>Sets a member to its attribute's value, if there is one.</summary>
    public static void Push(INukeBuild build, MemberInfo member)
    {
        if (Evaluate(build, member) is { } value)
            BuildMembers.Set(member, build, value);
    }

    private static object Evaluate(INukeBuild build, MemberInfo member)
    {
        var attribute = member.GetCustomAttribute<ValueInjectionAttributeBase>()
            .NotNull($"Member '{member.DeclaringType!.Name}.{member.Name}' has no attribute that provides a value");
        attribute.Build = build;
        try
        {
            return attribute.GetValue(member, build);
        }
        catch (Exception exception)
        {
            if (!attribute.SuppressWarnings && !member.IsDefined(typeof(OptionalAttribute)))
                Log.Warning(Unwrapped.From(exception), "Could not inject value for {Member:l}",
                    $"{member.DeclaringType!.Name}.{BuildMembers.ShortName(member)}");
            return null;
        }
    }
}
