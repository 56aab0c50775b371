using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Those who want to hear of the build, highest priority first.</summary>
internal static class BuildExtensions
{
    public static IReadOnlyList<BuildExtensionAttributeBase> Of(NukeBuild build)
    {
        var type = build.GetType();
        BuildExtensionAttributeBase[] builtIn =
        [
            new InjectParametersAttribute(), new WriteSchemaAttribute(), new ShowPlanAttribute(), new ShowHelpAttribute(),
            new InjectValuesAttribute(),
        ];
        var all = new[] { type }.Concat(type.GetInterfaces())
            .SelectMany(x => x.GetCustomAttributes<BuildExtensionAttributeBase>(inherit: true))
            .Concat(builtIn)
            .OrderByDescending(x => x.Priority)
            .ToList();
        all.ForEach(x => x.Build = build);
        return all;
    }

    public static void Tell<T>(this NukeBuild build, Action<T> message)
    {
        foreach (var extension in build.Extensions.OfType<T>())
            message(extension);
    }
}
