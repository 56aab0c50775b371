using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>The members of a build class, most derived first, as they are declared.</summary>
internal static class BuildMembers
{
    public const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Fields and properties of the class and its base classes; of an overridden one only the override.</summary>
    public static IReadOnlyList<MemberInfo> OfClass(Type build)
    {
        var members = new List<MemberInfo>();
        for (var type = build; type is not null && type != typeof(NukeBuild); type = type.BaseType)
        {
            members.AddRange(type.GetMembers(Declared)
                .Where(x => x is PropertyInfo || (x is FieldInfo && !x.Name.StartsWith('<')))
                .Where(x => !members.Exists(y => y.Name == x.Name)));
        }

        return members;
    }

    /// <summary>Properties that the components of a build declare.</summary>
    public static IEnumerable<PropertyInfo> OfComponents(Type build) => build.GetInterfaces().SelectMany(x => x.GetProperties());

    public static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    public static object Get(MemberInfo member, object instance) =>
        member is PropertyInfo property ? property.GetValue(instance) : ((FieldInfo)member).GetValue(instance);

    public static bool IsWritable(MemberInfo member) => member is FieldInfo || ((PropertyInfo)member).CanWrite;

    public static void Set(MemberInfo member, object instance, object value)
    {
        if (member is PropertyInfo property)
            property.SetValue(instance, value);
        else
            ((FieldInfo)member).SetValue(instance, value);
    }

    /// <summary>The name without the interface that an explicit implementation carries.</summary>
    public static string ShortName(MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];
}
