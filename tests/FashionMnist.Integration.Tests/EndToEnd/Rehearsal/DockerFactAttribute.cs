using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>An end-to-end test that also needs a Docker engine, which it starts itself.</summary>
internal sealed class DockerFactAttribute : FactAttribute
{
    private const string Switch = "FASHION_MNIST_TEST_DOCKER";

    /// <summary>Skips with the reason where it cannot run.</summary>
    public DockerFactAttribute()
    {
        if (Slow.WhySkipped("") is not null || Environment.GetEnvironmentVariable(Switch) != "1")
            Skip = $"starts a Docker engine as root and takes minutes; set {Slow.Switch}=1 and {Switch}=1 to run it, as .ci/run does";
        else
            Skip = EndToEndFactAttribute.WithoutRealData;
    }
}
