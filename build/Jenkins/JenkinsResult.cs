using FashionMnist.Build.Output;

namespace FashionMnist.Build.Jenkins;

/// <summary>How a build of Jenkins ended.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Number">Its number.</param>
/// <param name="Result">Jenkins' word for it: SUCCESS, FAILURE, UNSTABLE, ABORTED, NOT_BUILT.</param>
/// <param name="Address">Its page.</param>
internal sealed record JenkinsResult(string Job, int Number, string Result, Uri Address)
{
    /// <summary>Whether all is well.</summary>
    public bool Succeeded => Result == "SUCCESS";
}

/// <summary>The job ran and ended badly, which the job itself has told the team.</summary>
/// <param name="result">How it ended.</param>
internal sealed class JenkinsBuildFailedException(JenkinsResult result)
    : PlainFailureException($"{result.Job} #{result.Number} ended with {result.Result}: {result.Address}");
