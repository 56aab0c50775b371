using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

public abstract class Enumeration
{
    protected string Value { get; set; }

    public static bool operator ==(Enumeration a, Enumeration b) => Equals(a, b);

    public static bool operator !=(Enumeration a, Enumeration b) => !Equals(a, b);

    public override string ToString() => Value;

    public override bool Equals(object obj) => obj is Enumeration other && other.GetType() == GetType() && other.Value == Value;

    public override int GetHashCode() => Value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    internal static IEnumerable<string> NamesOf(Type type) => FieldsOf(type).Select(x => x.Name);

    internal static IEnumerable<FieldInfo> FieldsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(x => x.FieldType == type);
}

public class TypeConverter<T> : TypeConverter
    where T : Enumeration, new()
{
    public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) => value is string text
        ? Enumeration.FieldsOf(typeof(T)).FirstOrDefault(x => x.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
            .NotNull($"'{text}' is not one of {string.Join(", ", Enumeration.NamesOf(typeof(T)))}").GetValue(null)
        : base.ConvertFrom(context, culture, value);
}
