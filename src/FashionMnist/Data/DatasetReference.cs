using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Data;

/// <summary>
/// dataset.json: which dataset was found, where, and what its files hash to. FetchData writes it; training and evaluation read it.
/// </summary>
/// <param name="Name">Name of the dataset, also the name of models made from it.</param>
/// <param name="Synthetic">Whether it was drawn by this software.</param>
/// <param name="Directory">Absolute path of the folder with the files.</param>
/// <param name="Source">Where the files came from, in words.</param>
/// <param name="TrainImages">Images of the training split.</param>
/// <param name="TrainLabels">Labels of the training split.</param>
/// <param name="TestImages">Images of the test split.</param>
/// <param name="TestLabels">Labels of the test split.</param>
public sealed record DatasetReference(
    string Name,
    bool Synthetic,
    string Directory,
    string Source,
    DatasetFile TrainImages,
    DatasetFile TrainLabels,
    DatasetFile TestImages,
    DatasetFile TestLabels)
{
    /// <summary>The four files.</summary>
    [JsonIgnore]
    public IReadOnlyList<DatasetFile> Files => [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>The name under which models of this dataset are stored; synthetic ones never share a name with real ones.</summary>
    public string ModelName(StoreOptions store) => Synthetic ? Name : store.ModelName;

    /// <summary>The JSON text of this reference.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DataJsonContext.Default.DatasetReference) + "\n";

    /// <summary>Reads a reference that <see cref="ToJson"/> wrote; <see langword="null"/> if the text is something else.</summary>
    public static DatasetReference? TryParse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DataJsonContext.Default.DatasetReference);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A file of a dataset.</summary>
/// <param name="Name">File name without folder.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record DatasetFile(string Name, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DatasetReference))]
internal sealed partial class DataJsonContext : JsonSerializerContext;
