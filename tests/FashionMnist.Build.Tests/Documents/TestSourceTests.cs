namespace FashionMnist.Build.Tests.Documents;

/// <summary>What no test may use, because it made tests hang or fail by chance.</summary>
public sealed class TestSourceTests
{
    private static readonly (string Text, string Why, string Except)[] Forbidden =
    [
        ("HttpListener", "its end can be missed by the loop that waits for requests; use LocalHttp", ""),
        ("TcpListener", "use LocalHttp.ForConnections, or ClosedPort where no server is to answer", ""),
        ("WebApplication", "it takes over signals and environment variables of the test process; use LocalHttp", ""),
        ("Thread.Sleep", "await what is waited for, or use Waiting", ""),
        ("Task.Delay", "await what is waited for, or use Waiting", "Waiting.cs"),
        ("SpinWait", "it burns the core that the awaited work needs; use Waiting.UntilAsync", ""),
    ];

    [Fact]
    public void No_test_uses_what_made_tests_hang_or_fail_by_chance()
    {
        var uses =
            from project in Directory.EnumerateDirectories(Path.Combine(Sources.Root, "tests"), "FashionMnist.*")
            from file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            where Path.GetFileName(file) != $"{nameof(TestSourceTests)}.cs" && !file.Split(Path.DirectorySeparatorChar).Any(x => x is "bin" or "obj")
            let text = File.ReadAllText(file)
            from x in Forbidden
            where text.Contains(x.Text, StringComparison.Ordinal) && Path.GetFileName(file) != x.Except
            select $"{Path.GetRelativePath(Sources.Root, file)} uses {x.Text}: {x.Why}";

        Assert.Empty(uses);
    }
}
