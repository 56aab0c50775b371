using System.Text.Json.Serialization;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;

namespace FashionMnist.Models;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ProductionPointer))]
[JsonSerializable(typeof(LedgerEvent))]
[JsonSerializable(typeof(RegistryAction))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
