using System.Globalization;
using System.Reflection;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>The public API of an assembly as text, one member a line.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) =>
        string.Concat(assembly.GetExportedTypes().OrderBy(x => x.FullName, StringComparer.Ordinal).Select(x => $"{Describe(x)}\n"));

    private static string Describe(Type type)
    {
        var members = type.IsEnum
            ? Enum.GetNames(type).Select(x => $"    {x}\n")
            : type.GetMembers(Declared).Where(IsVisible).Select(x => $"    {Describe(x)}\n").Order(StringComparer.Ordinal);
        return $"{Kind(type)} {Name(type)}\n{string.Concat(members)}";
    }

    private static string Kind(Type type) => type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static bool IsVisible(MemberInfo member) => member switch
    {
        ConstructorInfo or FieldInfo or MethodInfo { IsSpecialName: false } => IsVisible((dynamic)member),
        MethodInfo method => method.Name.StartsWith("op_", StringComparison.Ordinal),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        _ => false,
    };

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('<')
            && method.DeclaringType?.IsSubclassOf(typeof(Delegate)) != true | method.Name == "Invoke";

    private static bool IsVisible(FieldInfo field) => (field.IsPublic || field.IsFamily) && !field.IsSpecialName;

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Modifiers(constructor)}new({Parameters(constructor)})",
        MethodInfo method =>
            $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generics(method.GetGenericArguments())}({Parameters(method)})",
        PropertyInfo property =>
            Modifiers(property.GetAccessors(nonPublic: true)[0]) + $"{Name(property.PropertyType)} {property.Name} {{{Accessors(property)} }}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        _ => member.Name,
    };

    private static string Accessors(PropertyInfo property) => string.Concat(
        property.GetAccessors(nonPublic: true).Where(IsVisible).Select(x => x.ReturnType == typeof(void) ? " set;" : " get;"));

    private static string Modifiers(MethodBase method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
            + (method.IsStatic ? "static " : method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(x =>
        (x.IsDefined(typeof(ParamArrayAttribute)) ? "params " : x.IsOut ? "out " : "") + $"{Name(x.ParameterType)} {x.Name}"
            + (x.HasDefaultValue ? $" = {Value(x.DefaultValue)}" : "")));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant(),
    };

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        var name = type.IsGenericParameter || type.Namespace?.StartsWith("Nuke", StringComparison.Ordinal) != true
            ? type.Name
            : type.FullName ?? $"{type.Namespace}.{type.Name}";
        return name.Split('`', '[')[0] + Generics(type.GetGenericArguments());
    }

    private static string Generics(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";
}
