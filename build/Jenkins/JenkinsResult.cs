using FashionMnist.Build.Output;

namespace FashionMnist.Build.Jenkins;

/// <summary>How a build of Jenkins ended.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Number">Its number.</param>
/// <param name="Result">Jenkins' word for it: SUCCESS, FAILURE, UNSTABLE, ABORTED, NOT_BUILT.</param>
/// <param name="Address">Its page.</param>
/// <param name="IsTold">Whether the job told the team itself; one whose agent was lost could not.</param>
/// <param name="StoppedBy">Who or what stopped it, in Jenkins' words; none: it came to its end.</param>
internal sealed record JenkinsResult(string Job, int Number, string Result, Uri Address, bool IsTold = false, string? StoppedBy = null)
{
    /// <summary>Whether all is well.</summary>
    public bool Succeeded => Result == "SUCCESS";
}

/// <summary>The job ran and ended badly.</summary>
/// <param name="result">How it ended.</param>
internal sealed class JenkinsBuildFailedException(JenkinsResult result) : PlainFailureException(
    $"{result.Job} #{result.Number} ended with {result.Result}{(result.StoppedBy is null ? "" : $" ({result.StoppedBy})")}"
    + $"{(result.IsTold ? "" : ", and could not tell the team itself")}: {result.Address}")
{
    /// <summary>Whether the job told the team itself.</summary>
    public bool IsTold => result.IsTold;
}
