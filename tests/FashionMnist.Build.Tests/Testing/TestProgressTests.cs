using FashionMnist.Build.Testing;
using FashionMnist.Testing;
using Microsoft.Extensions.Time.Testing;
using Nuke.Common.Tooling;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace FashionMnist.Build.Tests.Testing;

/// <summary>What `Test` says of the lines of the runner, as version 18 of it writes them.</summary>
public sealed class TestProgressTests : IDisposable
{
    private const string Skipped = "  Skipped X.Needs_a_server [1 ms]";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(1));
    private readonly Kept _kept = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Logger _log;

    public TestProgressTests() => _log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(_kept).CreateLogger();

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void A_project_is_named_with_its_place_and_told_of_every_ten_seconds_and_at_its_end()
    {
        var progress = new TestProgress("X.Tests", 2, 6, _log, _time);

        progress.Hear(OutputType.Std, "Test run for /x/X.Tests.dll (.NETCoreApp,Version=v10.0)");
        for (var i = 0; i < 12; i++)
        {
            progress.Hear(OutputType.Std, $"  Passed X.Y(i: {i}) [< 1 ms]");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        progress.Hear(OutputType.Std, "Test Run Successful.");

        Assert.Equal(
            [
                "Information X.Tests (2 of 6): running",
                "Information X.Tests (2 of 6): 11 passed, 0 failed, 0 skipped after 10 s",
                "Information X.Tests (2 of 6): 12 passed, 0 failed, 0 skipped, Successful after 12 s",
            ],
            _kept.Lines);
    }

    [Fact]
    public void Skipped_tests_make_no_lines_and_failed_ones_all_of_theirs()
    {
        var progress = new TestProgress("X.Tests", 1, 1, _log, _time);

        progress.Hear(OutputType.Std, "[xUnit.net 00:00:04.75]     X.Needs_a_server [SKIP]");
        progress.Hear(OutputType.Std, Skipped);
        progress.Hear(OutputType.Err, "  Failed X.Fails [3 ms]");
        progress.Hear(OutputType.Err, "   Assert.Equal() Failure");
        progress.Hear(OutputType.Std, "The active test run was aborted. Reason: Test host process crashed");
        progress.Hear(OutputType.Std, "Test Run Aborted.");

        Assert.Equal(
            [
                "Information X.Tests (1 of 1): running",
                "Error   Failed X.Fails [3 ms]",
                "Error    Assert.Equal() Failure",
                "Debug The active test run was aborted. Reason: Test host process crashed",
                "Information X.Tests (1 of 1): 0 passed, 1 failed, 1 skipped, Aborted after 0 s",
            ],
            _kept.Lines);
    }

    [Fact]
    public void At_the_end_stand_what_did_not_end_and_what_was_skipped_by_reason_with_the_command_that_runs_it()
    {
        const string result = """<UnitTestResult outcome="NotExecuted"><Output><ErrorInfo><Message>{0}</Message></ErrorInfo></Output></UnitTestResult>""";
        var reasons = new[] { "no S3 endpoint", "takes minutes", "no S3 endpoint" };
        File.WriteAllText(_folder["a.trx"], $"<TestRun>{string.Concat(reasons.Select(x => result.Replace("{0}", x, StringComparison.Ordinal)))}</TestRun>");
        File.WriteAllText(_folder["Sequence_1.xml"], """<TestSequence><Test DisplayName="X.Hangs" Completed="False" /><Test DisplayName="X.Ends" Completed="True" /></TestSequence>""");
        File.WriteAllText(_folder["old.trx"], $"<TestRun>{result}</TestRun>");
        File.SetLastWriteTimeUtc(_folder["old.trx"], DateTime.UtcNow.AddHours(-1));
        var files = new TestRunFiles(_folder[""], DateTime.UtcNow.AddMinutes(-1));

        TellsOfTestsAttribute.Tell(files, () => ["stacks: /x.stacks.txt"], _log);

        Assert.Equal(
            [
                "Error X.Hangs did not end",
                "Error stacks: /x.stacks.txt",
                "Information Skipped 2: no S3 endpoint",
                "Information Skipped 1: takes minutes",
                "Information One command installs and starts what they need on Debian, as root, and runs all tests: .ci/run",
            ],
            _kept.Lines);
    }

    private sealed class Kept : ILogEventSink
    {
        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent) =>
            Lines.Add($"{logEvent.Level} {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
