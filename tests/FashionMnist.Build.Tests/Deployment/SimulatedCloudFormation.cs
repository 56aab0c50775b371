using System.Text.Json;
using FashionMnist.Build.Tests.Servers;

namespace FashionMnist.Build.Tests.Deployment;

/// <summary>An endpoint that speaks the protocol of CloudFormation, of its own for each test.</summary>
internal sealed class SimulatedCloudFormation : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("fashion-mnist-cfn-").FullName;

    public SimulatedCloudFormation()
    {
        var variables = ServerScripts.Run("cloudformation-up.sh", Folder);
        foreach (var kept in new[] { "PATH", "HOME" })
            variables[kept] = Environment.GetEnvironmentVariable(kept) ?? "";
        variables["AWS_CONFIG_FILE"] = variables["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_parent, "none");
        variables["AWS_EC2_METADATA_DISABLED"] = "true";
        Variables = variables;
    }

    /// <summary>What the CLI needs to find it.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>The requests so far, each operation and outcome.</summary>
    public IReadOnlyList<string> Requests => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private string Folder => Path.Combine(_parent, "endpoint");

    private string Log => Path.Combine(Folder, "log", "requests");

    /// <summary>Orders faults, or with <see langword="null"/> none.</summary>
    public void Order(object? faults)
    {
        var temporary = Path.Combine(Folder, "faults.tmp");
        File.WriteAllText(temporary, JsonSerializer.Serialize(faults ?? new object()));
        File.Move(temporary, Path.Combine(Folder, "faults.json"), overwrite: true);
    }

    /// <summary>Status of a stack that is not deleted; <see langword="null"/>: there is none.</summary>
    public string? StatusOf(string stack) => Stack(stack) is { } x ? x.GetProperty("status").GetString() : null;

    /// <summary>Names of the resources of a stack on AWS, by their names in the template.</summary>
    public Dictionary<string, string> ResourcesOf(string stack) => Stack(stack)!.Value.GetProperty("physical").Deserialize<Dictionary<string, string>>()!;

    /// <summary>Names of the change sets of a stack.</summary>
    public string[] ChangeSetsOf(string stack) => [.. Stack(stack)!.Value.GetProperty("changesets").EnumerateObject().Select(x => x.Name)];

    public void Dispose()
    {
        ServerScripts.Run("cloudformation-down.sh", Folder);
        Directory.Delete(_parent, recursive: true);
    }

    private JsonElement? Stack(string name)
    {
        var file = Path.Combine(Folder, "stacks.json");
        return File.Exists(file)
            ? JsonElement.Parse(File.ReadAllText(file)).EnumerateObject().Select(x => (JsonElement?)x.Value).FirstOrDefault(x =>
                x!.Value.GetProperty("name").GetString() == name && x.Value.GetProperty("status").GetString() != "DELETE_COMPLETE")
            : null;
    }
}
