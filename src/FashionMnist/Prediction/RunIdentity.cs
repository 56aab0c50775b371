using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist.Models;

namespace FashionMnist.Prediction;

/// <summary>Which run this process belongs to and which part of it this is.</summary>
/// <param name="RunId">Name of the run; <see langword="null"/> if it has none.</param>
/// <param name="Shard">The part; <see langword="null"/> if one process does it all.</param>
public sealed partial record RunIdentity(string? RunId, Shard? Shard)
{
    // https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
    internal const string BatchJobId = "AWS_BATCH_JOB_ID";
    internal const string BatchArrayIndex = "AWS_BATCH_JOB_ARRAY_INDEX";
    internal const string BatchArraySize = "AWS_BATCH_JOB_ARRAY_SIZE";

    /// <summary>What the command line says, else what AWS Batch says, else nothing.</summary>
    /// <param name="runId">Value of <c>--run-id</c>.</param>
    /// <param name="shard">Value of <c>--shard</c>.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Usage"/> or, for a variable of AWS Batch, <see cref="ExitCodes.Configuration"/> if a value is wrong.
    /// </exception>
    public static RunIdentity Resolve(string? runId, string? shard, Func<string, string?> environment)
    {
        // Launchers that pass a variable through set it empty where they have none.
        string? Set(string name) => environment(name) is { Length: > 0 } value ? value : null;

        // A child of an array job is called <id of the array>:<index>.
        var run = runId is not null
            ? Checked(runId, "--run-id", ExitCodes.Usage)
            : Checked(Set(BatchJobId)?.Split(':')[0], BatchJobId, ExitCodes.Configuration);
        return new RunIdentity(
            run, shard is null ? FromBatch(Set(BatchArrayIndex), Set(BatchArraySize)) : Prediction.Shard.Parse(shard));
    }

    private static string? Checked(string? runId, string origin, int exitCode) => runId is null || RunIdPattern().IsMatch(runId)
        ? runId
        : throw new FashionMnistException(
            exitCode, $"{origin} {runId}: expected 1 to 128 letters, digits, dots, dashes or underscores, a letter or digit first");

    private static Shard? FromBatch(string? index, string? size)
    {
        if (index is null)
            return null;
        return TryParse(index, out var i) && TryParse(size, out var n) && i < n
            ? new Shard(i + 1, n)
            : throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{BatchArrayIndex}={index}, {BatchArraySize}={size ?? "(not set)"}: expected an index from 0 to below the size");
    }

    private static bool TryParse(string? text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex RunIdPattern();
}
