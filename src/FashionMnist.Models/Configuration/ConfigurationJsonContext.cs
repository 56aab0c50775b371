using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Models.Configuration.Ssm;

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
[JsonSerializable(typeof(SsmSnapshot))]
internal sealed partial class ConfigurationJsonContext : JsonSerializerContext;
