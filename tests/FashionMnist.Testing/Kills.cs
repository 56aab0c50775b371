using System.Globalization;

namespace FashionMnist.Testing;

/// <summary>How often, and at which moments, the tests with <c>kill -9</c> strike; tests/long-run.sh sets both.</summary>
public static class Kills
{
    /// <summary>The trait by which tests/long-run.sh picks these tests.</summary>
    public const string Category = nameof(Category);

    public const string Name = nameof(Kills);

    public const string CountVariable = "FASHION_MNIST_TEST_KILLS";
    public const string SeedVariable = "FASHION_MNIST_TEST_KILL_SEED";

    /// <summary>Number of kills; <paramref name="otherwise"/> fits a run of all tests.</summary>
    public static int Count(int otherwise) => Number(CountVariable, otherwise);

    /// <summary>The moments, the same for the same seed.</summary>
    public static Random Moments() => new(Seed);

    /// <summary>Seed of the moments.</summary>
    public static int Seed => Number(SeedVariable, 1);

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
