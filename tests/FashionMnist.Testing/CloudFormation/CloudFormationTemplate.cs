using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FashionMnist.Testing.CloudFormation;

/// <summary>A CloudFormation template as JSON, with the short forms of functions (<c>!Ref x</c>) written out (<c>{"Ref": "x"}</c>).</summary>
public sealed class CloudFormationTemplate
{
    private CloudFormationTemplate(string name, string text, JsonObject content) => (Name, Text, Content) = (name, text, content);

    /// <summary>Name of the file without its ending.</summary>
    public string Name { get; }

    public string Text { get; }

    public JsonObject Content { get; }

    public JsonObject Resources => Content[nameof(Resources)]!.AsObject();

    public JsonObject Outputs => Content[nameof(Outputs)]!.AsObject();

    public JsonObject Parameters => Content[nameof(Parameters)]!.AsObject();

    public static CloudFormationTemplate Load(string path) => Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));

    public static CloudFormationTemplate Parse(string name, string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new CloudFormationTemplate(name, text, Convert(stream.Documents.Single().RootNode)!.AsObject());
    }

    /// <summary>All resources of a type.</summary>
    public IEnumerable<(string Id, JsonObject Properties)> OfType(string type) => Resources
        .Where(x => (string?)x.Value!["Type"] == type)
        .Select(x => (x.Key, x.Value!["Properties"] as JsonObject ?? []));

    /// <summary>The properties of a resource.</summary>
    public JsonObject Properties(string id) => Resources[id]!["Properties"]!.AsObject();

    /// <summary>Every object anywhere in <paramref name="node"/>, itself included.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject x => x.SelectMany(y => Objects(y.Value)).Prepend(x),
        JsonArray x => x.SelectMany(Objects),
        _ => [],
    };

    private static JsonNode? Convert(YamlNode node)
    {
        JsonNode? plain = node switch
        {
            YamlMappingNode x => new JsonObject(x.Children.Select(y => KeyValuePair.Create(((YamlScalarNode)y.Key).Value!, Convert(y.Value)))),
            YamlSequenceNode x => new JsonArray([.. x.Children.Select(Convert)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
            YamlScalarNode { Style: ScalarStyle.Plain } x when long.TryParse(x.Value, out var number) => number,
            YamlScalarNode x => x.Value,
            _ => throw new InvalidOperationException($"{node.Start}: {node.NodeType} has no counterpart in JSON"),
        };
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific || !node.Tag.IsLocal)
            return plain;
        return node.Tag.Value[1..] switch
        {
            "Ref" => new JsonObject { ["Ref"] = plain },
            "Condition" => new JsonObject { ["Condition"] = plain },
            "GetAtt" => new JsonObject { ["Fn::GetAtt"] = new JsonArray([.. ((string)plain!).Split('.', 2)]) },
            var function => new JsonObject { [$"Fn::{function}"] = plain },
        };
    }
}
