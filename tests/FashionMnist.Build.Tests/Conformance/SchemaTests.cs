using FashionMnist.Build.CommandLine;
using NJsonSchema;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>What an editor makes of .nuke/build.schema.json, by an independent validator.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.Combine(Sources.Root, ".nuke");

    [Fact]
    public async Task The_parameters_of_this_repository_are_valid_and_name_the_schema()
    {
        var parameters = await File.ReadAllTextAsync(Path.Combine(Folder, "parameters.json"));

        Assert.Empty((await SchemaAsync()).Validate(parameters));
        Assert.Contains("\"$schema\": \"./build.schema.json\"", parameters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Seed": 7, "DryRun": true, "ModelStore": "s3://bucket/prefix", "Set": ["gate.minimumAccuracy=0.9"] }""")]
    [InlineData("""{ "Verbosity": "Minimal", "Configuration": "Release", "Skip": ["Compile", "Test"], "SsmPath": "/fashion-mnist/test" }""")]
    public async Task Accepts_what_the_build_accepts(string parameters)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, parameters);
            Assert.Null(new Invocation(new BuildSurface(typeof(global::Build))).ProblemWithFile(file));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Empty((await SchemaAsync()).Validate(parameters));
    }

    [Theory]
    [InlineData("""{ "Seed": "seven" }""", "Seed")]
    [InlineData("""{ "Seed": 1.5 }""", "Seed")]
    [InlineData("""{ "DryRun": "yes" }""", "DryRun")]
    [InlineData("""{ "ModelStore": 5 }""", "ModelStore")]
    [InlineData("""{ "Set": "gate.minimumAccuracy=0.9" }""", "Set")]
    [InlineData("""{ "Configuration": "Relase" }""", "Configuration")]
    [InlineData("""{ "Verbosity": "loud" }""", "Verbosity")]
    [InlineData("""{ "Skip": ["Tset"] }""", "Skip")]
    public async Task Marks_a_wrong_value_at_its_place(string parameters, string place)
    {
        var errors = (await SchemaAsync()).Validate(parameters);

        Assert.Contains(place, string.Join('\n', errors.Select(x => x.ToString())), StringComparison.Ordinal);
    }

    private static async Task<JsonSchema> SchemaAsync() => await JsonSchema.FromFileAsync(Path.Combine(Folder, "build.schema.json"));
}
