using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Models.Tests.Configuration;

public sealed partial class ConfigurationReferenceTests
{
    private const string File = "docs/configuration.md";
    private const string AcceptVariable = "ACCEPT_GOLDEN_FILES";

    private static readonly XDocument Docs = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "FashionMnist.Models.xml"));

    [Fact]
    public void The_reference_lists_every_value_as_the_code_defines_it()
    {
        var path = Path.Combine(Root(), File);
        var expected = Generate();
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
            System.IO.File.WriteAllText(path, expected);

        Assert.True(
            System.IO.File.Exists(path) && System.IO.File.ReadAllText(path).ReplaceLineEndings("\n") == expected,
            $"{File} is not what the code says; run this test with {AcceptVariable}=1 to write it anew");
    }

    private static string Generate()
    {
        var text = new StringBuilder("""
            # Configuration

            Every value of [config/fashion-mnist.json](../config/fashion-mnist.json). A value is taken from the command line (`--set path=value`), else from
            the environment (`FASHION_MNIST_` and the path in upper case, with `_` for each dot and before each capital letter:
            `gate.minimumAccuracy` is `FASHION_MNIST_GATE_MINIMUM_ACCURACY`), else from
            [AWS SSM](parameter-store.md) if `ssm.path` is set, else from the file, else the default holds. `./build.sh ShowConfig` prints what is in
            force. This page is generated from the code; a test keeps it true.

            | path | default | allowed | meaning |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        Describe(text, new FashionMnistOptions(), "");
        return text.ToString();
    }

    private static void Describe(StringBuilder text, object options, string path)
    {
        var properties = options.GetType().GetProperties().Where(x => x.CanWrite && x.GetCustomAttribute<JsonIgnoreAttribute>() is null);
        foreach (var property in properties.OrderBy(x => x.MetadataToken))
        {
            var name = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(options);
            if (value is Dictionary<string, string>)
                text.Append(CultureInfo.InvariantCulture, $"| `{name}.*` | none | {Allowed(property)} | {Meaning(property)} |\n");
            else if (value is System.Collections.IDictionary entries)
                Describe(text, entries.Values.Cast<object>().First(), $"{name}.*.");
            else if (value is not null && value.GetType().Namespace == typeof(FashionMnistOptions).Namespace)
                Describe(text, value, $"{name}.");
            else
                text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Default(value)} | {Allowed(property)} | {Meaning(property)} |\n");
        }
    }

    private static string Default(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "`true`" : "`false`",
        IEnumerable<string> items => string.Join(", ", items.Select(x => $"`{x}`")),
        string { Length: > 40 } text => $"`{text[..37]}...`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Allowed(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
            : property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern ? $"`{pattern.Pattern.Replace("|", "\\|", StringComparison.Ordinal)}`"
            : property.PropertyType == typeof(bool) ? "true, false" : "";

    private static string Meaning(PropertyInfo property)
    {
        var member = Docs.Descendants("member")
            .Single(x => (string?)x.Attribute("name") == $"P:{property.DeclaringType!.FullName}.{property.Name}");
        foreach (var reference in member.Descendants("see").ToList())
            reference.ReplaceWith($"`{JsonNamingPolicy.CamelCase.ConvertName(((string)reference.Attribute("cref")!).Split('.')[^1])}`");
        foreach (var code in member.Descendants("c").ToList())
            code.ReplaceWith($"`{code.Value}`");
        return Defaults().Replace(Spaces().Replace(member.Element("summary")!.Value, " ").Trim(), "");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "FashionMnist.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" Default: [^.]*(\.\d[^.]*)*\.$")]
    private static partial Regex Defaults();
}
