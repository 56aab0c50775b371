using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>A parameter: what it is called, what it holds, what is said of it.</summary>
internal sealed record ParameterMember(string Name, Type Type)
{
    public string Separator { get; init; }

    public string Description { get; init; }

    public bool Listed { get; init; } = true;

    public bool Secret { get; init; }

    /// <summary>The values that are offered, or <see langword="null"/>.</summary>
    public IReadOnlyList<string> Offered { get; init; }

    public static ParameterMember Of(MemberInfo member)
    {
        var attribute = member.GetCustomAttribute<ParameterAttribute>();
        var prefix = member.DeclaringType!.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        return new ParameterMember(prefix + (attribute.Name ?? BuildMembers.ShortName(member)), BuildMembers.TypeOf(member))
        {
            Separator = attribute.Separator,
            Description = attribute.Description,
            Listed = attribute.List,
            Secret = member.IsDefined(typeof(SecretAttribute)),
        };
    }

    /// <summary>All parameters that a build declares, in the order of their names.</summary>
    public static IReadOnlyList<ParameterMember> All(INukeBuild build) =>
    [
        .. BuildMembers.OfClass(build.GetType()).Concat(BuildMembers.OfComponents(build.GetType()))
            .Where(x => x.IsDefined(typeof(ParameterAttribute)))
            .Select(x => Of(x) with { Offered = OfferedFor(x, build) })
            .DistinctBy(x => x.Name)
            .OrderBy(x => x.Name, StringComparer.Ordinal),
    ];

    private static List<string> OfferedFor(MemberInfo member, INukeBuild build)
    {
        var attribute = member.GetCustomAttribute<ParameterAttribute>();
        if (attribute.ValueProviderMember is null)
            return null;
        var type = attribute.ValueProviderType ?? member.DeclaringType;
        var provider = type!.GetMember(attribute.ValueProviderMember, BuildMembers.Declared).Single();
        return [.. (IEnumerable<string>)BuildMembers.Get(provider, type.IsInstanceOfType(build) ? build : null)];
    }
}
