using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Models.Configuration;

/// <summary>Holds every value against the attributes of its property.</summary>
internal static class ConfigurationValidator
{
    /// <summary>The paths and problems of all values out of range.</summary>
    /// <param name="options">The values.</param>
    /// <param name="secrets">Paths whose value must not be shown.</param>
    public static IEnumerable<(string Path, string Problem)> Validate(FashionMnistOptions options, IReadOnlySet<string> secrets) =>
        Validate(options, ConfigurationJsonContext.Default.FashionMnistOptions, "", secrets);

    private static IEnumerable<(string Path, string Problem)> Validate(
        object node, JsonTypeInfo schema, string path, IReadOnlySet<string> secrets)
    {
        foreach (var property in schema.Properties.Where(x => x.Set is not null))
        {
            var value = property.Get!(node);
            var memberPath = path + property.Name;
            var attributes = property.AttributeProvider!.GetCustomAttributes(typeof(ValidationAttribute), inherit: true);
            foreach (var attribute in attributes.Cast<ValidationAttribute>().Where(x => !x.IsValid(value)))
                yield return (memberPath, Describe(attribute, secrets.Contains(memberPath) ? SsmParameter.Mask : value));

            foreach (var problem in Descend(value, property.PropertyType, memberPath + ".", secrets))
                yield return problem;
        }
    }

    private static IEnumerable<(string Path, string Problem)> Descend(object? value, Type type, string path, IReadOnlySet<string> secrets)
    {
        var schema = ConfigurationJsonContext.Default.GetTypeInfo(type);
        return (schema?.Kind, value) switch
        {
            (JsonTypeInfoKind.Object, not null) => Validate(value, schema, path, secrets),
            (JsonTypeInfoKind.Dictionary, IDictionary entries) => entries.Keys.Cast<string>()
                .SelectMany(key => entries[key] is { } entry
                    ? Descend(entry, schema.ElementType!, $"{path}{key}.", secrets)
                    : [($"{path}{key}", "a value is required")]),
            _ => [],
        };
    }

    private static string Describe(ValidationAttribute attribute, object? value)
    {
        var shown = Convert.ToString(value, CultureInfo.InvariantCulture);
        return attribute switch
        {
            RangeAttribute range => string.Create(
                CultureInfo.InvariantCulture, $"{shown} is outside of the allowed range {range.Minimum} to {range.Maximum}"),
            HttpAddressAttribute => HttpAddressAttribute.Expected,
            RegularExpressionAttribute pattern => $"'{shown}' does not match {pattern.Pattern}",
            _ => "a value is required",
        };
    }
}
