using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>
/// The engine under the build, whichever it is, prints and returns what the original was seen to print and return.
/// Run with ACCEPT_APPROVED_FILES=1 to write down what it does now; a stand-in must not be the reason to do that.
/// </summary>
/// <param name="folder">Folder of the cases. Each has a class of its own, because classes run at the same time.</param>
public abstract class EngineTests(string folder)
{
    /// <summary>Targets, what a build is about, are tried in every run.</summary>
    protected const string Slowness = "starts the probe build a hundred times";

    protected static TheoryData<string> CasesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(PathOf(folder), "*.txt").Select(x => Path.GetFileNameWithoutExtension(x)).Order(StringComparer.Ordinal),
    ];

    protected async Task Check(string name)
    {
        var file = Path.Combine(PathOf(folder), $"{name}.txt");
        using var scene = new ConformanceCase();
        var actual = await scene.Play(file);
        if (Sources.Accepts)
            await File.WriteAllTextAsync(file, actual);
        Assert.Equal(await File.ReadAllTextAsync(file), actual);
    }

    private static string PathOf(string folder) => Path.Combine(Sources.Tests, "Conformance", "Cases", folder);
}

/// <summary>Order, conditions, failures, the summary.</summary>
public class TargetTests() : EngineTests("Targets")
{
    public static TheoryData<string> Cases => CasesIn("Targets");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_engine_behaves_as_recorded(string name) => Check(name);
}

/// <summary>Command line, environment, parameter files, requirements.</summary>
public class ParameterTests() : EngineTests("Parameters")
{
    public static TheoryData<string> Cases => CasesIn("Parameters");

    [SlowTheory(Slowness)]
    [MemberData(nameof(Cases))]
    public Task The_engine_behaves_as_recorded(string name) => Check(name);
}

/// <summary>Components, hosts, extensions, logging.</summary>
public class BuildTests() : EngineTests("Builds")
{
    public static TheoryData<string> Cases => CasesIn("Builds");

    [SlowTheory(Slowness)]
    [MemberData(nameof(Cases))]
    public Task The_engine_behaves_as_recorded(string name) => Check(name);
}

/// <summary>Paths, processes, command lines.</summary>
public class ToolTests() : EngineTests("Tools")
{
    public static TheoryData<string> Cases => CasesIn("Tools");

    [SlowTheory(Slowness)]
    [MemberData(nameof(Cases))]
    public Task The_engine_behaves_as_recorded(string name) => Check(name);
}
