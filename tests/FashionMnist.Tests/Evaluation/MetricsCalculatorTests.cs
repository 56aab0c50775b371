using FashionMnist.Evaluation;

namespace FashionMnist.Tests.Evaluation;

public sealed class MetricsCalculatorTests
{
    [Fact]
    public void Counts_what_was_predicted_for_what_was_true()
    {
        var metrics = Calculate((0, 0, 0.9f), (0, 1, 0.8f), (1, 1, 0.7f), (9, 9, 1f));

        Assert.Equal(0.75, metrics.Accuracy);
        Assert.Equal((1, 1, 1, 1), (metrics.Confusion[0][0], metrics.Confusion[0][1], metrics.Confusion[1][1], metrics.Confusion[9][9]));
        Assert.Equal((1.0, 0.5), (metrics.Classes[0].Precision, metrics.Classes[0].Recall));
        Assert.Equal((0.5, 1.0), (metrics.Classes[1].Precision, metrics.Classes[1].Recall));
        Assert.Equal((0.0, 0.0), (metrics.Classes[5].Precision, metrics.Classes[5].Recall));
        Assert.Equal("Ankle boot", metrics.Classes[9].Name);
    }

    [Fact]
    public void A_model_that_is_as_sure_as_it_is_right_is_calibrated() =>
        Assert.Equal(0, Calculate((0, 0, 1f), (3, 3, 1f)).ExpectedCalibrationError, 6);

    [Fact]
    public void A_model_that_is_sure_and_wrong_has_a_calibration_error_of_one() =>
        Assert.Equal(1, Calculate((0, 1, 1f), (3, 4, 1f)).ExpectedCalibrationError, 6);

    [Fact]
    public void Calibration_is_weighted_by_the_images_in_each_bin() =>
        Assert.Equal((0.1 * 3 + 0.5) / 4, Calculate((0, 0, 0.9f), (0, 0, 0.9f), (0, 0, 0.9f), (0, 1, 0.5f)).ExpectedCalibrationError, 5);

    private static Models.Packages.ModelMetrics Calculate(params (byte Label, int Predicted, float Confidence)[] rows)
    {
        var probabilities = new float[rows.Length * 10];
        for (var i = 0; i < rows.Length; i++)
        {
            probabilities.AsSpan(i * 10, 10).Fill((1 - rows[i].Confidence) / 9);
            probabilities[i * 10 + rows[i].Predicted] = rows[i].Confidence;
        }

        return MetricsCalculator.Calculate(probabilities, [.. rows.Select(x => x.Label)], latencyMilliseconds: 1);
    }
}
