using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Models;
using FashionMnist.Models.IO;

namespace FashionMnist.Build.Images;

/// <summary>Where an image comes from, and where it went: <c>artifacts/image.json</c>.</summary>
/// <param name="Name">Its name on this machine.</param>
/// <param name="ImageId">Digest of its configuration.</param>
/// <param name="Layers">The diff-ids of its layers.</param>
/// <param name="Bytes">Size of its files.</param>
/// <param name="BytesOnBase">Size of what stands on top of the base image.</param>
/// <param name="Base">The base image.</param>
/// <param name="Commit">The commit it is made from.</param>
/// <param name="Dirty">Whether the checkout had changes that no commit holds.</param>
/// <param name="Version">Version of the software.</param>
/// <param name="Builder">What made it.</param>
/// <param name="Inputs">SHA-256 of every input by name.</param>
/// <param name="Pushed">Where it went; <see langword="null"/> before it was pushed.</param>
internal sealed record ImageRecord(
    string Name,
    string ImageId,
    IReadOnlyList<string> Layers,
    long Bytes,
    long BytesOnBase,
    BaseImageRecord Base,
    string Commit,
    bool Dirty,
    string Version,
    BuilderRecord Builder,
    IReadOnlyDictionary<string, string> Inputs,
    PushRecord? Pushed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a record.</summary>
    /// <exception cref="FashionMnistException">There is none, or it is damaged.</exception>
    public static ImageRecord Read(string file)
    {
        if (!File.Exists(file))
            throw new FashionMnistException(ExitCodes.NotFound, $"{file}: not there; run ./build.sh BuildImage");
        try
        {
            return JsonSerializer.Deserialize<ImageRecord>(File.ReadAllBytes(file), Json)!;
        }
        catch (JsonException e)
        {
            throw new FashionMnistException(ExitCodes.Integrity, $"{file}: damaged ({e.Message.ReplaceLineEndings(" ")}); run ./build.sh BuildImage");
        }
    }

    /// <summary>Writes the record whole.</summary>
    public void Write(string file) => AtomicFile.Write(file, JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>The base image.</summary>
/// <param name="Name">What it was called.</param>
/// <param name="ImageId">Digest of its configuration.</param>
/// <param name="Digest">Name and digest in its registry, unless it was made locally.</param>
internal sealed record BaseImageRecord(string Name, string ImageId, string? Digest);

/// <summary>What made an image.</summary>
/// <param name="Engine">The container engine.</param>
/// <param name="Build">The build engine.</param>
/// <param name="Host">User and machine.</param>
/// <param name="At">When.</param>
internal sealed record BuilderRecord(string Engine, string Build, string Host, DateTimeOffset At);

/// <summary>Where an image went.</summary>
/// <param name="Repository">Address of the repository.</param>
/// <param name="Digest">Digest of the manifest, as the registry says.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="At">When that was found.</param>
internal sealed record PushRecord(string Repository, string Digest, IReadOnlyList<string> Tags, DateTimeOffset At)
{
    /// <summary>The one name that always means this image.</summary>
    [JsonIgnore]
    public string Reference => $"{Repository}@{Digest}";
}
