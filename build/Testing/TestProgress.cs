using System.Globalization;
using System.Text.RegularExpressions;
using Nuke.Common.Tooling;
using Serilog;

namespace FashionMnist.Build.Testing;

/// <summary>
/// Tells of the tests of one project in a few lines: which project of how many, from time to time how many tests have ended, and the outcome.
/// What the runner says per test is left out, except of those that fail.
/// </summary>
/// <param name="project">Name of the project.</param>
/// <param name="place">Which of the projects it is, from 1.</param>
/// <param name="count">How many projects there are.</param>
/// <param name="log">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed partial class TestProgress(string project, int place, int count, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _one = new();
    private readonly Dictionary<string, int> _ended = new() { ["Passed"] = 0, ["Failed"] = 0, ["Skipped"] = 0 };
    private long _start;
    private long _said;

    private string Name => string.Create(CultureInfo.InvariantCulture, $"{project} ({place} of {count})");

    /// <summary>Takes a line of <c>dotnet test</c> with the console logger's verbosity <c>normal</c>.</summary>
    public void Hear(OutputType type, string line)
    {
        lock (_one)
        {
            if (_start == 0)
            {
                _start = _said = time.GetTimestamp();
                log.Information("{Project:l}: running", Name);
            }

            var result = Result().Match(line);
            if (result.Success)
                _ended[result.Groups[1].Value]++;
            if (type == OutputType.Err)
                log.Error("{Line:l}", line);
            else if (line.StartsWith("Test Run ", StringComparison.Ordinal))
                log.Information("{Project:l}: {Ended:l}, {Outcome:l} after {Seconds} s", Name, Ended, line["Test Run ".Length..].TrimEnd('.'), Seconds);
            else if (!IsOfTheRunner(line))
                log.Debug("{Line:l}", line);

            if (time.GetElapsedTime(_said) >= Interval)
            {
                _said = time.GetTimestamp();
                log.Information("{Project:l}: {Ended:l} after {Seconds} s", Name, Ended, Seconds);
            }
        }
    }

    private string Ended => string.Create(
        CultureInfo.InvariantCulture, $"{_ended["Passed"]} passed, {_ended["Failed"]} failed, {_ended["Skipped"]} skipped");

    private long Seconds => (long)time.GetElapsedTime(_start).TotalSeconds;

    private static bool IsOfTheRunner(string line) => line.Length == 0 || Runner().IsMatch(line);

    [GeneratedRegex(@"^  (Passed|Failed|Skipped) .+ \[.+\]$")]
    private static partial Regex Result();

    /// <summary>What is indented belongs to a test or to the figures at the end; a failed one's comes as errors.</summary>
    [GeneratedRegex(@"^( |\[xUnit\.net |Test run for |VSTest version |Starting test execution|A total of \d+ test files|Results File: |Data collector 'Blame' message: All tests finished|Total tests: )")]
    private static partial Regex Runner();
}
