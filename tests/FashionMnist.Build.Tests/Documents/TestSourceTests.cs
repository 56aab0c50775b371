namespace FashionMnist.Build.Tests.Documents;

/// <summary>What no test may use, because it made tests hang or fail by chance.</summary>
public sealed class TestSourceTests
{
    private static readonly string[] Servers = ["LocalHttp.cs"];
    private static readonly string[] Waits = ["Waiting.cs"];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void No_test_uses(string text, string why, string[] except)
    {
        var uses = Directory.EnumerateFiles(Path.Combine(Sources.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(x => !IsGenerated(x) && Path.GetFileName(x) != "TestSourceTests.cs" && !except.Contains(Path.GetFileName(x)))
            .SelectMany(x => File.ReadLines(x).Select((line, i) => (Place: $"{Path.GetRelativePath(Sources.Root, x)}:{i + 1}", Line: line)))
            .Where(x => x.Line.Contains(text, StringComparison.Ordinal))
            .Select(x => $"{x.Place}: {x.Line.Trim()}");

        Assert.True(!uses.Any(), $"{text}: {why}\n{string.Join('\n', uses)}");
    }

    public static TheoryData<string, string, string[]> Forbidden => new()
    {
        { "HttpListener", "its end can be missed by the loop that waits for requests; use LocalHttp", [] },
        { "TcpListener", "use LocalHttp.ForConnections, or ClosedPort where no server is to answer", Servers },
        { "WebApplication", "it takes over signals and environment variables of the test process; use LocalHttp", [] },
        { "Thread.Sleep", "await what is waited for, or use Waiting", [] },
        { "Task.Delay", "await what is waited for, or use Waiting", Waits },
        { "SpinWait", "it burns the core that the awaited work needs; use Waiting.UntilAsync", [] },
    };

    private static bool IsGenerated(string file) =>
        file.Split(Path.DirectorySeparatorChar).Any(x => x is "bin" or "obj" or "node_modules");
}
