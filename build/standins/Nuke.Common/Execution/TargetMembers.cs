using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Finds the properties that are targets.</summary>
internal static class TargetMembers
{
    /// <summary>One property for each target of a build: its own first, then those of its components that it does not implement itself.</summary>
    public static IReadOnlyList<PropertyInfo> Of(Type build)
    {
        var own = BuildMembers.OfClass(build).OfType<PropertyInfo>().Where(IsTarget).ToList();
        var names = own.Where(x => x.Name.Contains('.')).Select(BuildMembers.ShortName).ToHashSet();
        names.UnionWith(own.Select(x => x.Name));
        var inherited = build.GetInterfaces().SelectMany(x => x.GetProperties()).Where(IsTarget).ToList();
        FailOnTwins(inherited.Where(x => !names.Contains(x.Name)));
        var explicitOnes = own.Where(x => x.Name.Contains('.')).ToDictionary(BuildMembers.ShortName);
        return
        [
            .. own.Where(x => !x.Name.Contains('.')),
            .. inherited.Where(x => !own.Exists(y => y.Name == x.Name))
                .Select(x => explicitOnes.GetValueOrDefault(x.Name, x))
                .Distinct(),
        ];
    }

    public static PropertyInfo OnlyTargetOf(Type component)
    {
        var targets = component.GetProperties().Where(IsTarget).ToList();
        return targets.Count == 1
            ? targets[0]
            : throw new ArgumentException($"'{component.Name}' has {targets.Count} targets; name the one that is meant");
    }

    private static bool IsTarget(PropertyInfo property) => property.PropertyType == typeof(Target);

    private static void FailOnTwins(IEnumerable<PropertyInfo> properties)
    {
        var twins = properties.GroupBy(x => x.Name).FirstOrDefault(x => x.Count() > 1);
        if (twins is not null)
        {
            Assert.Fail(
                $"Property '{twins.Key}' must be implemented explicitly because it is inherited from multiple interfaces:\n"
                + string.Join('\n', twins.Select(x => $" - {x.DeclaringType!.Name}")));
        }
    }
}
