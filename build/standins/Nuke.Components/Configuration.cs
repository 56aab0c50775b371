using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Nuke.Components;

[TypeConverter(typeof(TypeConverter<Configuration>))]
public class Configuration : Enumeration
{
#pragma warning disable CA2211 // The original has fields, as every Enumeration has.
    public static Configuration Debug = new() { Value = nameof(Debug) };
    public static Configuration Release = new() { Value = nameof(Release) };
#pragma warning restore CA2211

    public static implicit operator string(Configuration configuration) => configuration?.Value;
}
