namespace FashionMnist.Testing;

/// <summary>
/// The S3 server of the tests, given by the variables every AWS client reads. <c>FASHION_MNIST_TEST_S3=1</c> says that buckets may be
/// made and removed there: credentials that happen to be around are not enough.
/// </summary>
public static class S3TestEndpoint
{
    public const string Switch = "FASHION_MNIST_TEST_S3";

    private static readonly string[] Needed = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];

    /// <summary>Why S3 tests are skipped, or <see langword="null"/> if they run.</summary>
    public static string? WhySkipped { get; } = Explain(Environment.GetEnvironmentVariable);

    /// <exception cref="InvalidOperationException">The switch is on but the rest is missing: silence would hide that nothing was
    /// tested.</exception>
    public static string? Explain(Func<string, string?> environment)
    {
        if (environment(Switch) != "1")
            return $"no S3 endpoint: run tests/servers/with-s3.sh, or set AWS_ENDPOINT_URL_S3, {string.Join(", ", Needed)} and {Switch}=1";

        var missing = Needed.Where(n => string.IsNullOrEmpty(environment(n))).ToList();
        return missing.Count == 0
            ? null
            : throw new InvalidOperationException($"{Switch}=1 but {string.Join(", ", missing)} is not set");
    }
}
