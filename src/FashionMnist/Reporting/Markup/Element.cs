using System.Globalization;
using System.Text.RegularExpressions;

namespace FashionMnist.Reporting.Markup;

/// <summary>
/// An element of HTML or SVG with attributes and content. There is no way to put text in unencoded, to add what a browser would run,
/// or to refer to anything outside of the page.
/// </summary>
internal sealed partial class Element : Node
{
    private static readonly string[] Void = ["img", "meta"];

    // Within these a line end would be seen as a space.
    private static readonly string[] Inline = ["a", "bdi", "code", "dt", "span", "strong", "td", "text", "th", "title"];

    private readonly string _name;
    private readonly List<(string Name, string Value)> _attributes = [];
    private readonly List<Node> _content = [];

    private Element(string name) => _name = name;

    /// <summary>An element with a name that stands in the source code.</summary>
    public static Element Of(string name) => new(Checked(name));

    /// <summary>Sets an attribute.</summary>
    public Element With(string attribute, string value)
    {
        if (attribute is "href" or "src" && !value.StartsWith('#') && !value.StartsWith("data:image/png;base64,", StringComparison.Ordinal))
            throw new ArgumentException($"{value} is outside of the page.", nameof(value));
        _attributes.Add((Checked(attribute), value));
        return this;
    }

    /// <summary>Sets an attribute to a number, rounded to what can be seen.</summary>
    public Element With(string attribute, double value) =>
        With(attribute, Math.Round(value, 2, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets the class.</summary>
    public Element Class(string value) => With("class", value);

    /// <summary>Adds content.</summary>
    public Element Add(params IEnumerable<Node> content)
    {
        _content.AddRange(content);
        return this;
    }

    public override void Write(TextWriter output)
    {
        output.Write($"<{_name}");
        foreach (var (name, value) in _attributes)
            output.Write($" {name}=\"{Encoded.Text(value)}\"");
        output.Write('>');
        if (Void.Contains(_name))
            return;
        foreach (var node in _content)
            node.Write(output);
        output.Write($"</{_name}>");
        if (!Inline.Contains(_name))
            output.Write('\n');
    }

    private static string Checked(string name) =>
        Name().IsMatch(name) && !name.StartsWith("on", StringComparison.Ordinal) && name is not ("script" or "style")
        ? name
        : throw new ArgumentException($"{name} is no name of an element or attribute that a report may have.", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]*\z")]
    private static partial Regex Name();
}
