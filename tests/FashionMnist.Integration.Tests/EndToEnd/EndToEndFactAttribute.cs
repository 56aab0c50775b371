using FashionMnist.Build.Tests.Pipelines.Harness;
using FashionMnist.Models.Configuration;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>A test that builds and trains in a clone of its own, which takes minutes.</summary>
internal sealed class EndToEndFactAttribute : FactAttribute
{
    /// <summary>Why a test of the real dataset is skipped; <see langword="null"/>: it is there.</summary>
    public static string? WithoutRealData =>
        Environment.GetEnvironmentVariable(ConfigurationLoader.DataVariable) is null ? $"needs the real dataset; name its folder with {ConfigurationLoader.DataVariable}" : null;

    /// <summary>Marks a test that also needs the real dataset, or Groovy, where its arguments say so.</summary>
    public EndToEndFactAttribute(bool needsRealData = false, bool needsGroovy = false)
    {
        Skip = Slow.WhySkipped("builds and trains in a clone of its own");
        if (Skip is not null)
            return;
        if (needsRealData && WithoutRealData is not null)
            Skip = WithoutRealData;
        else if (needsGroovy && GroovyHarness.JavaHome is null)
            Skip = "groovy is not installed; apt-get install groovy";
    }
}
