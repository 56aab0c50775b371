using FashionMnist.Models.Configuration;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Configuration;

/// <summary>Defaults that docs/configuration.md does not show, because they are lists or lie in a map, and what takes their place or may not.</summary>
public sealed class DefaultsTests
{
    [Fact]
    public void The_licences_of_the_image_are_those_that_were_agreed()
    {
        Assert.Equal(["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MS-PL"], new ImageOptions().AllowedLicences);
        Assert.Equal(["K4os.Compression.LZ4=MIT"], new ImageOptions().ReadLicences);
    }

    [Fact]
    public void Two_environments_can_be_deployed() => Assert.Equal(["integration", "production"], new DeployOptions().Environments.Keys);

    [Theory]
    [InlineData("store.environment=nowhere", "$.store.environment (command line): 'nowhere' is not defined; known: ")]
    [InlineData("training.seed=abc", "$.training.seed (command line): not a valid Int32")]
    [InlineData("training.profiles.quick={\"width\":3,\"width\":4}", "$.training.profiles.quick (command line): not a valid TrainingProfile")]
    public void A_wrong_setting_is_named_with_its_origin(string setting, string problem)
    {
        var e = Assert.Throws<FashionMnistException>(() => ConfigurationLoader.Load(null, new Dictionary<string, string>(), [setting]));
        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.StartsWith(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_file_of_nothing_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["nothing.json"], "null");

        var configuration = ConfigurationLoader.Load(folder["nothing.json"], new Dictionary<string, string>(), []);

        Assert.All(configuration.Values, x => Assert.Equal(EffectiveValue.Default, x.Origin));
    }

    [Fact]
    public void The_full_profile_has_its_residual_pair_and_averages()
    {
        var profiles = new TrainingOptions().Profiles;
        Assert.Equal(["quick", "full"], profiles.Keys);
        Assert.Equal(
            (48, true, 40, 5000, 12, 0.15, true),
            (profiles["full"].Width, profiles["full"].Residual, profiles["full"].Epochs, profiles["full"].ValidationImages, profiles["full"].Patience,
                profiles["full"].LearningRate, profiles["full"].AverageMirrored));
        Assert.Equal((false, false), (profiles["quick"].Residual, profiles["quick"].AverageMirrored));
    }
}
