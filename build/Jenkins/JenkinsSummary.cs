namespace FashionMnist.Build.Jenkins;

/// <summary>What GitHub shows on the page of the run.</summary>
internal static class JenkinsSummary
{
    /// <summary>The variable with the path of the summary.</summary>
    public const string FileVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>Appends the result; without a file nothing is written.</summary>
    public static void Write(JenkinsResult result, string? file)
    {
        if (string.IsNullOrEmpty(file))
            return;
        var link = $"[{result.Job} #{result.Number}]({result.Address.AbsoluteUri})";
        File.AppendAllText(file, $"{(result.Succeeded ? "✅" : "❌")} Jenkins: {link} ended with **{result.Result}**{(result.StoppedBy is null ? "" : $" ({result.StoppedBy})")}\n");
    }
}
