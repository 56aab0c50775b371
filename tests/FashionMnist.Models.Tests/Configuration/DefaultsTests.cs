using FashionMnist.Models.Configuration;

namespace FashionMnist.Models.Tests.Configuration;

/// <summary>Defaults that docs/configuration.md does not show, because they are lists or lie in a map.</summary>
public sealed class DefaultsTests
{
    [Fact]
    public void The_licences_of_the_image_are_those_that_were_agreed()
    {
        Assert.Equal(["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MS-PL"], new ImageOptions().AllowedLicences);
        Assert.Equal(["K4os.Compression.LZ4=MIT"], new ImageOptions().ReadLicences);
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
