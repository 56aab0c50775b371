using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;

namespace Nuke.Common.ValueInjection;

/// <summary>.nuke/parameters.json and the profiles beside it.</summary>
internal static class ParameterFiles
{
    private const string EncryptedPrefix = "v1:";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static IReadOnlyList<JsonObject> _files;

    private static AbsolutePath Folder => NukeBuild.RootDirectory / BuildLocations.Marker;

    private static AbsolutePath MainFile => Folder / "parameters.json";

    /// <summary>Files are read only once the build exists: what decides where they are cannot stand in them.</summary>
    public static bool IsEnabled { get; set; }

    public static void CreateIfMissing()
    {
        if (!MainFile.FileExists() && NukeBuild.BuildProjectFile is not null)
            MainFile.WriteAllText("{\n  \"$schema\": \"./build.schema.json\"\n}");
    }

    public static object Value(ParameterMember parameter)
    {
        if (!IsEnabled)
            return null;
        _files ??=
        [
            .. NukeBuild.LoadedLocalProfiles.Reverse().Select(x => Read(Folder / $"parameters.{x}.json")),
            MainFile.FileExists() ? Read(MainFile) : [],
        ];
        var node = _files.Select(x => x[parameter.Name]).FirstOrDefault(x => x is not null);
        return node is null ? null : Convert(node, parameter);
    }

    private static JsonObject Read(AbsolutePath file)
    {
        if (!file.FileExists())
            throw new ArgumentException($"Expected file to exist: {file}");
        try
        {
            return JsonNode.Parse(file.ReadAllText(), documentOptions: Lenient)!.AsObject();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new ArgumentException($"{file} is not a JSON object: {exception.Message}", exception);
        }
    }

    private static object Convert(JsonNode node, ParameterMember parameter)
    {
        if (parameter.Secret && node.ToString().StartsWith(EncryptedPrefix, StringComparison.Ordinal))
        {
            throw new NotSupportedException(
                $"'{parameter.Name}' is encrypted, which this stand-in cannot read; give it in the environment");
        }

        return Convert(node, parameter.Type, parameter.Separator);
    }

    private static object Convert(JsonNode node, Type type, string separator) => node switch
    {
        JsonArray list when type.IsArray => ConvertArray(list, type.GetElementType()),
        JsonObject or JsonArray => node.Deserialize(type, JsonSerializerOptions.Default),
        _ when type.IsArray => TextConverter.Convert([node.ToString()], type, separator),
        _ => ConvertScalar(node.ToString(), Nullable.GetUnderlyingType(type) ?? type),
    };

    private static Array ConvertArray(JsonArray list, Type element)
    {
        var array = Array.CreateInstance(element, list.Count);
        for (var i = 0; i < list.Count; i++)
            array.SetValue(Convert(list[i], element, separator: null), i);
        return array;
    }

    private static object ConvertScalar(string text, Type type)
    {
        if (type == typeof(AbsolutePath))
            return AbsolutePath.Create(Path.Combine(NukeBuild.RootDirectory, text));
        return type.IsPrimitive
            ? System.Convert.ChangeType(text, type, System.Globalization.CultureInfo.InvariantCulture)
            : TextConverter.Convert(text, type);
    }
}
