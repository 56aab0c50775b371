using System.Text.Json;
using System.Text.Json.Serialization;

namespace FashionMnist.Models.Configuration;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(FashionMnistOptions))]
internal sealed partial class ConfigurationJsonContext : JsonSerializerContext;
