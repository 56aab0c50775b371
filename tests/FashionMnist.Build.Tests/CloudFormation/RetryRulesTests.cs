using System.Globalization;
using System.Text.Json.Nodes;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>
/// What Batch does after an attempt, by the rules of the job definition: the first rule whose patterns all match decides, and without one the
/// job is tried again. A pattern may end in an asterisk. https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
/// </summary>
public sealed class RetryRulesTests
{
    private const string Exited = "Essential container in task exited";

    public static TheoryData<int> Codes =>
        [.. typeof(ExitCodes).GetFields().Select(x => (int)x.GetRawConstantValue()!).Where(x => x is not ExitCodes.Ok and not ExitCodes.TryAgain)];

    [Fact]
    public void Tries_a_passing_fault_again() => Assert.Equal("RETRY", Decide(ExitCodes.TryAgain, "", Exited));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Ends_with_any_other_exit_code_of_the_job(int exitCode) => Assert.Equal("EXIT", Decide(exitCode, "", Exited));

    [Theory]
    [InlineData("", "Host EC2 (instance i-0123456789abcdef0) terminated.")]
    [InlineData("", "Your Spot Task was interrupted.")]
    [InlineData("CannotPullContainerError: pull image manifest has been retried 5 time(s)", "Task failed to start")]
    public void Tries_again_what_the_machine_did(string reason, string statusReason) => Assert.Equal("RETRY", Decide(null, reason, statusReason));

    [Theory]
    [InlineData(137, "OutOfMemoryError: Container killed due to memory usage", Exited)]
    [InlineData(null, "", "Job attempt duration exceeded timeout")]
    [InlineData(null, "", "Terminated by somebody")]
    [InlineData(1, "", Exited)]
    public void Ends_with_what_would_happen_again(int? exitCode, string reason, string statusReason) =>
        Assert.Equal("EXIT", Decide(exitCode, reason, statusReason));

    private static string Decide(int? exitCode, string reason, string statusReason) =>
        (string?)Templates.Get("batch").Properties("JobDefinition")["RetryStrategy"]!["EvaluateOnExit"]!.AsArray()
            .FirstOrDefault(x => Fits(x!["OnExitCode"], exitCode?.ToString(CultureInfo.InvariantCulture))
                && Fits(x["OnReason"], reason) && Fits(x["OnStatusReason"], statusReason))?["Action"]
        ?? "RETRY";

    private static bool Fits(JsonNode? pattern, string? text) => (string?)pattern switch
    {
        null => true,
        ['*'] => true,
        [.. var start, '*'] => text?.StartsWith(start, StringComparison.OrdinalIgnoreCase) == true,
        var whole => string.Equals(whole, text, StringComparison.OrdinalIgnoreCase),
    };
}
