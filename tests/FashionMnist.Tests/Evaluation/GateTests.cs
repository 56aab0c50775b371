using FashionMnist.Evaluation;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Tests.Evaluation;

public sealed class GateTests
{
    private readonly GateOptions _options = new() { MinimumAccuracy = 0.91, MaximumRegression = 0.005 };

    [Theory]
    [InlineData(0.91, null, true, "accuracy 91.00 %, minimum 91.00 %; there is no champion")]
    [InlineData(0.9099, null, false, "accuracy 90.99 % is below the minimum of 91.00 %")]
    [InlineData(0.92, 0.924, true, "accuracy 92.00 %, minimum 91.00 %; the champion has 92.40 %")]
    [InlineData(0.92, 0.926, false, "accuracy 92.00 % is more than 0.50 % below the champion's 92.60 %")]
    public void Decides_by_minimum_and_champion(double accuracy, double? champion, bool passed, string reason) =>
        Assert.Equal(new GateDecision(passed, reason), Gate.Decide(accuracy, champion, _options));

    [Theory]
    [InlineData(0.93, 0.932, true, "accuracy 93.00 %, minimum 91.00 %; its float32 export has 93.20 %; there is no champion")]
    [InlineData(0.9299, 0.932, false, "int8 accuracy 92.99 % is more than 0.20 % below the 93.20 % of its float32 export")]
    [InlineData(0.94, 0.932, true, "accuracy 94.00 %, minimum 91.00 %; its float32 export has 93.20 %; there is no champion")]
    [InlineData(0.909, 0.909, false, "accuracy 90.90 % is below the minimum of 91.00 %")]
    public void Refuses_an_int8_model_that_lost_too_much(double accuracy, double unquantized, bool passed, string reason) =>
        Assert.Equal(new GateDecision(passed, reason), Gate.Decide(accuracy, champion: null, _options, unquantized));

    [Fact]
    public void A_loss_of_exactly_the_limit_passes_whatever_the_rounding()
    {
        for (var right = 9_200; right < 9_600; right++)
            Assert.True(Gate.Decide((right - 20) / 10_000.0, champion: null, _options, right / 10_000.0).Passed);
    }
}
