namespace FashionMnist.Build.Tests.Servers;

/// <summary>A test that starts a Docker engine and a registry of its own, which needs root and their packages.</summary>
internal sealed class ServersFactAttribute : FactAttribute
{
    private const string Switch = "FASHION_MNIST_TEST_DOCKER";

    public ServersFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Switch) != "1")
            Skip = $"starts a Docker engine and a registry, as root, from the packages in tests/servers; set {Switch}=1 to run it, as .ci/run does";
    }
}
