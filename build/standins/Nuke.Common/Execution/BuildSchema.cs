using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>JSON schema (draft-04) of parameters.json.</summary>
internal sealed class BuildSchema
{
    private const string BuiltInName = "NukeBuild";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<Type, (string Type, string Format)> Simple = new()
    {
        [typeof(string)] = ("string", null),
        [typeof(AbsolutePath)] = ("string", null),
        [typeof(Solution)] = ("string", null),
        [typeof(bool)] = ("boolean", null),
        [typeof(int)] = ("integer", "int32"),
        [typeof(long)] = ("integer", "int64"),
        [typeof(float)] = ("number", "float"),
        [typeof(double)] = ("number", "double"),
        [typeof(decimal)] = ("number", "decimal"),
        [typeof(DateTime)] = ("string", "date-time"),
        [typeof(Guid)] = ("string", "guid"),
        [typeof(TimeSpan)] = ("string", "duration"),
    };

    private readonly JsonObject _definitions = [];
    private readonly string[] _targets;
    private readonly JsonObject _root;

    public BuildSchema(IReadOnlyList<ParameterMember> own, IEnumerable<string> targets)
    {
        _targets = [.. targets.Order(StringComparer.Ordinal)];
        var ownProperties = new JsonObject();
        var builtInProperties = new JsonObject();
        // All together, because definitions stand in the order in which they are needed first.
        foreach (var parameter in own.Concat(BuiltInParameters.All).OrderBy(x => x.Name, StringComparer.Ordinal))
            (own.Contains(parameter) ? ownProperties : builtInProperties)[parameter.Name] = PropertyOf(parameter);
        _definitions[BuiltInName] = new JsonObject { ["properties"] = builtInProperties };
        _root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-04/schema#",
            ["definitions"] = _definitions,
            ["allOf"] = new JsonArray(new JsonObject { ["properties"] = ownProperties }, Reference(BuiltInName)),
        };
    }

    public override string ToString() => _root.ToJsonString(Layout);

    private JsonObject PropertyOf(ParameterMember parameter)
    {
        var property = SchemaOf(parameter.Type);
        if (parameter.Offered is not null)
            (property["items"] as JsonObject ?? property)["enum"] = Names(parameter.Offered);
        if (parameter.Description is not null)
            property.Insert(property.ContainsKey("type") ? 1 : 0, "description", parameter.Description.TrimEnd('.'));
        if (parameter.Secret)
            property["default"] = "Secrets must be entered via 'nuke :secrets [profile]'";
        return property;
    }

    private JsonObject SchemaOf(Type type)
    {
        if (type.IsArray)
            return new JsonObject { ["type"] = "array", ["items"] = SchemaOf(type.GetElementType()) };
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return WithNull(SchemaOf(underlying));
        if (Simple.TryGetValue(type, out var simple))
        {
            var schema = new JsonObject { ["type"] = simple.Type };
            if (simple.Format is not null)
                schema["format"] = simple.Format;
            return schema;
        }

        if (type.IsSubclassOf(typeof(Enumeration)))
            return new JsonObject { ["type"] = "string", ["enum"] = Names(Enumeration.NamesOf(type).Order(StringComparer.Ordinal)) };
        return Reference(Define(type));
    }

    private string Define(Type type)
    {
        if (_definitions.ContainsKey(type.Name))
            return type.Name;
        if (type == typeof(Host))
            _definitions[type.Name] = new JsonObject { ["type"] = "string", ["enum"] = Names(HostTypes.NamesInSchema) };
        else if (type == typeof(ExecutableTarget))
            _definitions[type.Name] = new JsonObject { ["type"] = "string", ["enum"] = Names(_targets) };
        else if (type.IsEnum)
            _definitions[type.Name] = new JsonObject { ["type"] = "string", ["description"] = "", ["enum"] = Names(Enum.GetNames(type)) };
        else
            DefineObject(type);
        return type.Name;
    }

    private void DefineObject(Type type)
    {
        var properties = new JsonObject();
        _definitions[type.Name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var property in type.GetProperties())
        {
            var schema = SchemaOf(property.PropertyType);
            properties[property.Name] = property.PropertyType.IsValueType ? schema : WithNull(schema);
        }
    }

    private static JsonObject WithNull(JsonObject schema)
    {
        var type = schema["type"]?.GetValue<string>() ?? "string";
        schema.Remove("type");
        schema.Insert(0, "type", new JsonArray([.. new[] { type, "null" }.Order(StringComparer.Ordinal).Select(x => JsonValue.Create(x))]));
        return schema;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(x => JsonValue.Create(x))];
}
