using FashionMnist.Data;
using FashionMnist.Prediction.Input;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Tests.Reporting.Statistics;

public sealed class PredictionStatisticsTests
{
    private readonly PredictionStatistics _statistics = new();
    private readonly byte[] _pixels = new byte[ImageShape.Pixels];

    [Fact]
    public void Shows_the_surest_mistakes_and_the_most_doubtful_predictions()
    {
        Add(0, predicted: 1, 0.9f, expected: 1);
        Add(1, predicted: 1, 0.6f, expected: 2);
        Add(2, predicted: 1, 0.8f, expected: 3);
        Add(3, predicted: 1, 0.3f, expected: 1);

        Assert.Equal([2L, 1L], _statistics.Mistakes.Select(x => x.Index));
        Assert.Equal([3L, 1L, 2L, 0L], _statistics.Doubtful.Select(x => x.Index));
        Assert.Equal((4, 2), (_statistics.Confusion.Total, _statistics.Confusion.Right));
    }

    [Fact]
    public void Keeps_a_copy_of_an_image_because_batches_are_used_again()
    {
        _pixels[5] = 77;
        Add(0, 1, 0.5f, expected: null);
        _pixels[5] = 0;

        Assert.Equal(77, Assert.Single(_statistics.Doubtful).Pixels[5]);
    }

    [Fact]
    public void Keeps_no_more_images_and_rejected_rows_than_it_shows_however_many_there_are()
    {
        for (var i = 0; i < 1000; i++)
        {
            Add(i, predicted: 0, i / 1000f, expected: 1);
            _statistics.Reject(new RejectedRow("file", i, "reason"));
        }

        Assert.Equal(PredictionStatistics.Shown, _statistics.Mistakes.Count);
        Assert.Equal(PredictionStatistics.Shown, _statistics.Doubtful.Count);
        Assert.Equal(PredictionStatistics.Shown, _statistics.Rejected.Count);
        Assert.Equal(999, _statistics.Mistakes[0].Index);
        Assert.Equal(1000, _statistics.Count);
    }

    [Fact]
    public void Counts_predictions_by_label_and_by_confidence()
    {
        Add(0, 4, 1f, expected: null);
        Add(1, 4, 0.97f, expected: null);
        Add(2, 7, 0.5f, expected: null);

        Assert.Equal((2, 1), (_statistics.Predicted[4], _statistics.Predicted[7]));
        Assert.Equal((2, 1), (_statistics.Confidence[^1], _statistics.Confidence[10]));
        Assert.Equal(0, _statistics.Confusion.Total);
    }

    private void Add(long index, int predicted, float probability, int? expected) =>
        _statistics.Add(index, predicted, probability, expected, _pixels);
}
