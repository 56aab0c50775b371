using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Configuration;

/// <summary>The configuration as a JSON tree that knows its schema and the origin of every value put into it.</summary>
internal sealed class ConfigurationTree
{
    private readonly JsonObject _root;

    public ConfigurationTree() => _root = ToTree(new FashionMnistOptions());

    public Dictionary<string, string> Origins { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths whose value must not be shown, wherever it comes from in the end.</summary>
    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    private static JsonTypeInfo Schema => ConfigurationJsonContext.Default.FashionMnistOptions;

    /// <summary>The paths of all values the tree holds now.</summary>
    public IEnumerable<(string Path, JsonNode? Value)> Leaves() => Leaves(_root, "");

    public static IEnumerable<(string Path, JsonNode? Value)> Leaves(FashionMnistOptions options) => Leaves(ToTree(options), "");

    /// <summary>Lays the members of <paramref name="layer"/> over the tree.</summary>
    public void Overlay(JsonObject layer, string origin) => Overlay(_root, layer, Schema, "", origin);

    /// <summary>Sets one value given as text.</summary>
    public void Set(string path, string text, string origin) => Set(path.Split('.'), text, origin);

    /// <summary>Sets one value given as text.</summary>
    public void Set(IReadOnlyList<string> names, string text, string origin)
    {
        names = Joined(names);
        var layer = ParseText(names, text);
        foreach (var name in names.Reverse())
            layer = new JsonObject { [name] = layer };
        Overlay(layer!.AsObject(), origin);
    }

    /// <summary>Whether there is such a path.</summary>
    public static bool Knows(IReadOnlyList<string> names) => Resolve(names) is not null;

    /// <summary>Whether a path leads to more paths instead of to a value.</summary>
    public static bool IsGroup(IReadOnlyList<string> names) => Resolve(names)?.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary;

    /// <summary>A value given as text, as the type at its path reads it.</summary>
    public static JsonNode? ParseText(IReadOnlyList<string> names, string text)
    {
        if (Resolve(names)?.Type == typeof(string))
            return text.Length == 0 ? null : JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    public FashionMnistOptions Bind()
    {
        try
        {
            return _root.Deserialize(ConfigurationJsonContext.Default.FashionMnistOptions)!;
        }
        catch (JsonException e)
        {
            var path = (e.Path ?? "$").TrimStart('$').TrimStart('.');
            var type = Resolve(path.Split('.'))?.Type.Name ?? "value";
            throw Wrong(path, $"not a valid {type}");
        }
    }

    public FashionMnistException Wrong(string path, string problem)
    {
        var origin = Origins.GetValueOrDefault(path) ?? Origins.FirstOrDefault(x => x.Key.StartsWith(path, StringComparison.Ordinal)).Value;
        return new(ExitCodes.Configuration, $"$.{path} ({origin ?? EffectiveValue.Default}): {problem}");
    }

    private static JsonObject ToTree(FashionMnistOptions options) =>
        JsonSerializer.SerializeToNode(options, ConfigurationJsonContext.Default.FashionMnistOptions)!.AsObject();

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonObject node, string path) =>
        node.SelectMany(x => x.Value is JsonObject child ? Leaves(child, $"{path}{x.Key}.") : [($"{path}{x.Key}", x.Value)]);

    private void Overlay(JsonObject target, JsonObject layer, JsonTypeInfo schema, string path, string origin)
    {
        foreach (var (name, value) in layer)
        {
            var memberPath = path + name;
            var member = Member(schema, name) ?? throw Unknown(schema, name, memberPath, origin);
            Origins[memberPath] = origin;
            if (member.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary && value is JsonObject child)
            {
                if (target[name] is not JsonObject below)
                    target[name] = below = [];
                Overlay(below, child, member, memberPath + ".", origin);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static FashionMnistException Unknown(JsonTypeInfo schema, string name, string path, string origin)
    {
        var known = schema.Properties.Where(x => x.Set is not null).Select(x => x.Name).ToList();
        var hint = known.Count == 0 ? "" : NearestName.Hint(name, known) is { Length: > 0 } h ? h : $" Known keys here: {string.Join(", ", known)}.";
        return new(ExitCodes.Configuration, $"$.{path} ({origin}): unknown key.{hint}");
    }

    /// <summary>The names with those below a group of plain values as one: its keys may have dots in them.</summary>
    private static IReadOnlyList<string> Joined(IReadOnlyList<string> names)
    {
        JsonTypeInfo? schema = Schema;
        for (var i = 0; i < names.Count && schema is not null; i++)
        {
            if (schema.Kind == JsonTypeInfoKind.Dictionary && schema.ElementType == typeof(string))
                return [.. names.Take(i), string.Join('.', names.Skip(i))];
            schema = Member(schema, names[i]);
        }

        return names;
    }

    private static JsonTypeInfo? Resolve(IReadOnlyList<string> names)
    {
        JsonTypeInfo? schema = Schema;
        foreach (var name in Joined(names))
            schema = schema is null ? null : Member(schema, name);
        return schema;
    }

    private static JsonTypeInfo? Member(JsonTypeInfo schema, string name) => schema.Kind switch
    {
        JsonTypeInfoKind.Dictionary => ConfigurationJsonContext.Default.GetTypeInfo(schema.ElementType!),
        JsonTypeInfoKind.Object when schema.Properties.FirstOrDefault(x => x.Name == name && x.Set is not null) is { } property =>
            ConfigurationJsonContext.Default.GetTypeInfo(property.PropertyType),
        _ => null,
    };
}
