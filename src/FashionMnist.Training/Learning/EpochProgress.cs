using Serilog;

namespace FashionMnist.Training.Learning;

/// <summary>Tells how training goes on: a line after each epoch, and one about every ten seconds within a long one.</summary>
/// <param name="epochs">Number of epochs.</param>
/// <param name="steps">Steps in one epoch.</param>
/// <param name="log">Where the lines go.</param>
/// <param name="time">The clock.</param>
internal sealed class EpochProgress(int epochs, int steps, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly long _start = time.GetTimestamp();
    private long _epochStart;
    private long _lastLine;
    private long _stepsOfThisRun;
    private int _epoch;
    private int _step;
    private int _images;
    private int _right;
    private double _loss;

    /// <summary>Wall time of the current epoch so far.</summary>
    public TimeSpan EpochTime => time.GetElapsedTime(_epochStart);

    /// <summary>Starts an epoch.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    public void Begin(int epoch)
    {
        (_epoch, _step, _images, _right, _loss) = (epoch, 0, 0, 0, 0);
        _epochStart = _lastLine = time.GetTimestamp();
    }

    /// <summary>Counts a step.</summary>
    /// <param name="loss">Mean loss of its images.</param>
    /// <param name="right">Images the network had right, augmented and before the step.</param>
    /// <param name="images">Images in the step.</param>
    public void Step(double loss, int right, int images)
    {
        _step++;
        _stepsOfThisRun++;
        _images += images;
        _right += right;
        _loss += loss;
        if (_step < steps && time.GetElapsedTime(_lastLine) >= Interval)
        {
            _lastLine = time.GetTimestamp();
            log.Information(
                "Epoch {Epoch} of {Epochs}: step {Step} of {Steps}, loss {Loss:F4}, training accuracy {Accuracy:P2}, about {SecondsLeft:F0} s left",
                _epoch, epochs, _step, steps, MeanLoss, Accuracy, SecondsLeft);
        }
    }

    /// <summary>Ends an epoch without validation.</summary>
    public void End() => log.Information(
        "Epoch {Epoch} of {Epochs}: loss {Loss:F4}, training accuracy {Accuracy:P2}, {Seconds:F1} s, about {SecondsLeft:F0} s left",
        _epoch, epochs, MeanLoss, Accuracy, EpochTime.TotalSeconds, SecondsLeft);

    /// <summary>Ends an epoch.</summary>
    /// <param name="validationAccuracy">Accuracy on the validation images.</param>
    /// <param name="best">Whether no epoch before was better.</param>
    public void End(double validationAccuracy, bool best) => log.Information(
        "Epoch {Epoch} of {Epochs}: loss {Loss:F4}, training accuracy {Accuracy:P2}, validation accuracy {Validation:P2}{Best:l}, "
        + "{Seconds:F1} s, about {SecondsLeft:F0} s left",
        _epoch, epochs, MeanLoss, Accuracy, validationAccuracy, best ? " (best)" : "", EpochTime.TotalSeconds, SecondsLeft);

    private double MeanLoss => _loss / _step;

    private double Accuracy => (double)_right / _images;

    private double SecondsLeft
    {
        get
        {
            var stepsLeft = (double)(epochs - _epoch) * steps + (steps - _step);
            return time.GetElapsedTime(_start).TotalSeconds / _stepsOfThisRun * stepsLeft;
        }
    }
}
