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
}
