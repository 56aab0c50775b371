using FashionMnist.Build.Tests.Pipelines.Harness;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>A test that builds and trains in a clone of its own, which takes minutes.</summary>
internal sealed class EndToEndFactAttribute : FactAttribute
{
    /// <summary>The variable that switches these tests on.</summary>
    public const string Variable = "FASHION_MNIST_END_TO_END";

    /// <summary>Marks a test that also needs the real dataset, or Groovy, where its arguments say so.</summary>
    public EndToEndFactAttribute(bool needsRealData = false, bool needsGroovy = false)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = $"takes minutes; set {Variable}=1 to run it, as .ci/run does";
        else if (needsRealData && Environment.GetEnvironmentVariable("FASHION_MNIST_DATA") is null)
            Skip = "needs the real dataset; name its folder with FASHION_MNIST_DATA";
        else if (needsGroovy && GroovyHarness.JavaHome is null)
            Skip = "groovy is not installed; apt-get install groovy";
    }
}
