using System.ComponentModel;

namespace Nuke.Common.ValueInjection;

/// <summary>Turns texts into values.</summary>
internal static class TextConverter
{
    public static object Convert(IReadOnlyList<string> texts, Type type, string separator)
    {
        if (type.IsArray)
            return ConvertArray(texts, type.GetElementType(), separator);
        return texts.Count == 1
            ? Convert(texts[0], type)
            : throw new ArgumentException($"Value [ {string.Join(", ", texts)} ] cannot be assigned to '{NameOf(type)}'");
    }

    public static object Convert(string text, Type type)
    {
        try
        {
            return type == typeof(string) ? text : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception exception)
        {
            throw new ArgumentException($"Value '{text}' could not be converted to '{NameOf(type)}'", exception);
        }
    }

    private static Array ConvertArray(IReadOnlyList<string> texts, Type element, string separator)
    {
        var parts = separator is null ? texts : [.. texts.SelectMany(x => x.Split(separator))];
        var array = Array.CreateInstance(element, parts.Count);
        for (var i = 0; i < parts.Count; i++)
            array.SetValue(Convert(parts[i], element), i);
        return array;
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        return Type.GetTypeCode(type.IsEnum ? typeof(object) : type) switch
        {
            TypeCode.Boolean => "bool",
            TypeCode.Double => "double",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.String => "string",
            _ => type.Name,
        };
    }
}
