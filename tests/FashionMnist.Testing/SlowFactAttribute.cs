namespace FashionMnist.Testing;

/// <summary>
/// What is too slow for <c>./build.sh Test</c> on a machine with only the SDK, which is to end within six minutes on two cores, compiling
/// included; .ci/run switches it on.
/// </summary>
public static class Slow
{
    /// <summary>The variable that switches slow tests on.</summary>
    public const string Switch = "FASHION_MNIST_END_TO_END";

    /// <summary>Why a test is skipped; <see langword="null"/>: the switch is on.</summary>
    /// <param name="why">What takes the time.</param>
    public static string? WhySkipped(string why) =>
        Environment.GetEnvironmentVariable(Switch) == "1" ? null : $"{why}; set {Switch}=1 to run it, as .ci/run does";
}

/// <summary>A slow test, see <see cref="Slow"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowFactAttribute : FactAttribute
{
    /// <param name="why">What takes the time.</param>
    public SlowFactAttribute(string why) => Skip = Slow.WhySkipped(why);
}

/// <summary>A slow test with several cases, see <see cref="Slow"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowTheoryAttribute : TheoryAttribute
{
    /// <param name="why">What takes the time.</param>
    public SlowTheoryAttribute(string why) => Skip = Slow.WhySkipped(why);
}

/// <summary>Marks a class in which the shared tests marked <see cref="ContractFactAttribute"/> are slow, see <see cref="Slow"/>.</summary>
/// <param name="why">What takes the time.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlowClassAttribute(string why) : Attribute
{
    public string Why => why;
}
