using System.Reflection;
using Nuke.Components;

namespace FashionMnist.Build.CommandLine.Help;

/// <summary>A line of the help.</summary>
/// <param name="Name">A target, or an option as users type it.</param>
/// <param name="Text">What it does.</param>
/// <param name="Group">Where it stands.</param>
internal sealed record HelpEntry(string Name, string Text, HelpGroup Group)
{
    /// <summary>The group of a component; the engine's own components are about code.</summary>
    public static HelpGroup GroupOf(Type? component) =>
        component?.GetCustomAttribute<HelpGroupAttribute>()?.Group
        ?? (component?.Namespace == typeof(ICompile).Namespace ? HelpGroup.Code : HelpGroup.More);
}
