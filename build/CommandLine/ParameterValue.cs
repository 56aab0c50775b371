using System.ComponentModel;
using System.Reflection;
using Nuke.Common.Tooling;

namespace FashionMnist.Build.CommandLine;

/// <summary>What texts a parameter of a type accepts.</summary>
internal sealed class ParameterValue
{
    private readonly Type _type;

    public ParameterValue(Type type)
    {
        IsList = type.IsArray;
        var element = IsList ? type.GetElementType()! : type;
        _type = Nullable.GetUnderlyingType(element) ?? element;
    }

    /// <summary>Whether several values are allowed.</summary>
    public bool IsList { get; }

    /// <summary>Whether the option alone, without a value, means nothing.</summary>
    public bool NeedsValue => _type != typeof(bool);

    /// <summary>The values of a closed type; empty for open ones.</summary>
    public IReadOnlyList<string> Choices =>
        _type == typeof(bool) ? ["true", "false"]
        : _type.IsEnum ? Enum.GetNames(_type)
        : _type.IsAssignableTo(typeof(Enumeration)) ? [.. EnumerationValues()]
        : [];

    /// <summary>What is accepted, in words.</summary>
    public string Expected => Choices.Count > 0 ? $"one of {string.Join(", ", Choices)}" : $"a valid {_type.Name}";

    /// <summary>Whether <paramref name="text"/> can be converted.</summary>
    public bool Accepts(string text)
    {
        if (Choices.Count > 0)
            return Choices.Contains(text, StringComparer.OrdinalIgnoreCase);
        try
        {
            var converter = TypeDescriptor.GetConverter(_type);
            return !converter.CanConvertFrom(typeof(string)) || converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private IEnumerable<string> EnumerationValues() => _type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(x => x.FieldType == _type)
        .Select(x => x.GetValue(null)!.ToString()!);
}
