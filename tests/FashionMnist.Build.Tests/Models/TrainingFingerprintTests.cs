using FashionMnist.Build.Models;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Tests.Models;

public sealed class TrainingFingerprintTests
{
    private static readonly string[] Dataset = ["train abc", "test def"];

    [Fact]
    public void The_same_inputs_have_the_same_fingerprint() => Assert.Equal(Of(new TrainingOptions()), Of(new TrainingOptions()));

    [Fact]
    public void Everything_that_changes_the_model_changes_the_fingerprint()
    {
        string[] fingerprints =
        [
            Of(new TrainingOptions()),
            Of(new TrainingOptions { Seed = 2 }),
            Of(new TrainingOptions { Profile = "full" }),
            Of(new TrainingOptions { Precision = ModelPrecision.Quantized }),
            Of(new TrainingOptions { Precision = ModelPrecision.Quantized, CalibrationImages = 100 }),
            TrainingFingerprint.Of(Sources.Root, ["train abc", "test xyz"], new TrainingOptions()),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    [Fact]
    public void Calibration_does_not_matter_to_a_float32_model() =>
        Assert.Equal(Of(new TrainingOptions()), Of(new TrainingOptions { CalibrationImages = 100 }));

    private static string Of(TrainingOptions options) => TrainingFingerprint.Of(Sources.Root, Dataset, options);
}
