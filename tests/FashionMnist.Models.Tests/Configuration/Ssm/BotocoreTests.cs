using System.Diagnostics;
using System.Text.Json;
using FashionMnist.Models.Configuration.Ssm;
using FashionMnist.Testing;
using FashionMnist.Testing.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

/// <summary>The simulated endpoint against botocore, which describes the service independently of us.</summary>
public sealed class BotocoreTests : IDisposable
{
    private const string Path = "/fashion-mnist/test";
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);
    private readonly SimulatedSsm _ssm = new();

    public void Dispose() => _ssm.Dispose();

    [BotocoreFact]
    public async Task Every_request_and_response_has_the_shape_of_the_service_model()
    {
        for (var i = 0; i < 12; i++)
            _ssm.Parameters.Put($"{Path}/a/{i:00}", $"{i}", i == 3 ? "SecureString" : "String");
        var store = PromptSsmClient.StoreAt(_ssm.Endpoint);
        _ssm.Throttles = 1;
        store.Read(Path);
        store.Write(new SsmParameter($"{Path}/b", "new", false));
        store.Write(new SsmParameter($"{Path}/a/03", "changed", true));
        Assert.Throws<FashionMnistException>(() => store.Write(new SsmParameter($"{Path}/a/03", "of another type", false)));
        _ssm.DeniedAction = "ssm:GetParametersByPath";
        Assert.Throws<FashionMnistException>(() => store.Read(Path));

        var file = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(_ssm.Exchanges, CamelCase));
            Assert.Equal("", await CheckAsync("exchanges", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [BotocoreFact]
    public async Task A_request_that_the_model_does_not_know_is_found()
    {
        var file = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, """[{"operation":"PutParameter","request":{"Name":"/a","Valu":"1","Type":"Text"},"status":400,"response":{"__type":"Oops"}}]""");
            var problems = await CheckAsync("exchanges", file);
            Assert.Contains("Missing required parameter in input: \"Value\"", problems, StringComparison.Ordinal);
            Assert.Contains("Unknown parameter in input: \"Valu\"", problems, StringComparison.Ordinal);
            Assert.Contains("Oops is no error of it", problems, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [BotocoreFact]
    public async Task The_client_of_botocore_works_with_the_endpoint() =>
        Assert.Equal("", await CheckAsync("client", _ssm.Endpoint, SimulatedSsm.AccessKey, SimulatedSsm.SecretKey, SimulatedSsm.Region));

    private static async Task<string> CheckAsync(params string[] arguments)
    {
        var script = System.IO.Path.Combine(AppContext.BaseDirectory, "Configuration", "Ssm", "botocore_check.py");
        using var process = Process.Start(new ProcessStartInfo(Installed.Python, [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }
}

/// <summary>Needs botocore, for the Python of the system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BotocoreFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Found = new(() => Installed.HasPythonModules("botocore"));

    public BotocoreFactAttribute()
    {
        if (!Found.Value)
            Skip = $"botocore is not installed for {Installed.Python} (Debian package python3-botocore)";
    }
}
