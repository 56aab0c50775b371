using System.Text.Json;
using FashionMnist.Job.Tests.Processes;
using FashionMnist.Models;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;
using Xunit.Abstractions;

namespace FashionMnist.Job.Tests.Airflow;

/// <summary>The DAG of Airflow. Its own tests are written in Python, in tests/airflow, against a stub of Airflow.</summary>
public sealed class DagTests(ITestOutputHelper output) : IDisposable
{
    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [PythonFact]
    public async Task Its_own_tests_pass() =>
        Assert.Equal("", (await Python.RunAsync(Installed.Python, "-m", "unittest", "discover")).Problems);

    [PythonFact]
    public async Task Every_module_compiles_on_every_Python_of_this_machine()
    {
        var modules = Directory.GetFiles(Path.Combine(Python.Root, "deploy", "airflow"), "*.py", SearchOption.AllDirectories);
        Assert.True(modules.Length > 5);
        const string compile = "import sys; [compile(open(x, encoding='utf-8').read(), x, 'exec', dont_inherit=True) for x in sys.argv[1:]]";
        foreach (var python in Python.All)
        {
            output.WriteLine(python);
            Assert.Equal("", (await Python.RunAsync(python, ["-W", "error", "-c", compile, .. modules])).Problems);
        }
    }

    /// <summary>What the tests in Python take for a manifest and a pointer, against what this software writes.</summary>
    [Fact]
    public async Task The_samples_of_its_tests_have_the_fields_of_the_real_files()
    {
        var pointer = await TinyStore.FillAsync(new FileObjectStore(_scene["store"]), _scene["package"]);
        new TestImages(20).WriteIdx(_scene["images.gz"]);
        Assert.Equal(ExitCodes.Ok, (await JobProcess.RunAsync(_scene.Predict("images.gz", "--shard", "1/2", "--run-id", "r"))).ExitCode);

        AssertHasFieldsOf("production.json", _scene["store", pointer]);
        AssertHasFieldsOf("manifest.json", _scene["out", "r", "_manifest-00001-of-00002.json"]);
    }

    private static void AssertHasFieldsOf(string sample, string real) =>
        Assert.Empty(Fields(Path.Combine(Python.Tests, "samples", sample)).Except(Fields(real)));

    private static HashSet<string> Fields(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. Fields("", document.RootElement)];
    }

    private static IEnumerable<string> Fields(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(x => Fields($"{path}/{x.Name}", x.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(x => Fields($"{path}/*", x)),
        _ => [path],
    };
}
