namespace FashionMnist.Testing;

/// <summary>
/// A test that is too slow for <c>./build.sh Test</c> on a machine with only the SDK, which is to end within six minutes on two cores; .ci/run
/// switches it on.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowFactAttribute : FactAttribute
{
    /// <summary>The variable that switches these tests on.</summary>
    public const string Variable = "FASHION_MNIST_END_TO_END";

    /// <param name="why">What takes the time.</param>
    public SlowFactAttribute(string why) => Skip = WhySkipped(why);

    internal static string? WhySkipped(string why) =>
        Environment.GetEnvironmentVariable(Variable) == "1" ? null : $"{why}; set {Variable}=1 to run it, as .ci/run does";
}

/// <summary>As <see cref="SlowFactAttribute"/>, with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowTheoryAttribute : TheoryAttribute
{
    /// <param name="why">What takes the time.</param>
    public SlowTheoryAttribute(string why) => Skip = SlowFactAttribute.WhySkipped(why);
}
