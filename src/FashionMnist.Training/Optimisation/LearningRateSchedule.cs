namespace FashionMnist.Training.Optimisation;

/// <summary>Rises linearly to the peak, then falls linearly to 0 (Smith and Topin 2017, "Super-Convergence", arXiv 1708.07120).</summary>
/// <param name="peak">The largest learning rate.</param>
/// <param name="steps">Number of steps of the whole training.</param>
/// <param name="warmupFraction">Share of the steps in which it rises, 0 to below 1.</param>
internal sealed class LearningRateSchedule(double peak, int steps, double warmupFraction)
{
    /// <summary>The learning rate of a step; above 0 in every one.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    public double At(int step)
    {
        var progress = (step + 1.0) / (steps + 1.0);
        return progress < warmupFraction ? peak * progress / warmupFraction : peak * (1 - progress) / (1 - warmupFraction);
    }
}
