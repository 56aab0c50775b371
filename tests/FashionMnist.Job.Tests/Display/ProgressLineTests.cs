using FashionMnist.Job.Display;
using FashionMnist.Prediction;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Job.Tests.Display;

public sealed class ProgressLineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Shows_share_speed_and_time_left()
    {
        using var line = Line(100);
        _time.Advance(TimeSpan.FromSeconds(2));
        line.Report(new PredictionProgress(5_000, 20_000));
        Assert.Equal("\rpredicting 25 % of 20,000 images, 2,500 a second, 6 s left", _terminal.ToString());
    }

    [Fact]
    public void Shows_what_is_done_if_the_end_is_not_known()
    {
        using var line = Line(100);
        _time.Advance(TimeSpan.FromSeconds(2));
        line.Report(new PredictionProgress(5_000, null));
        Assert.Equal("\rpredicting 5,000 images, 2,500 a second", _terminal.ToString());
    }

    [Fact]
    public void Draws_at_most_ten_times_a_second()
    {
        using var line = Line(100);
        for (var i = 1; i <= 1000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            line.Report(new PredictionProgress(i, 1000));
        }

        Assert.Equal(10, _terminal.ToString().Count(x => x == '\r'));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1)]
    [InlineData(0)]
    public void Never_gets_wider_than_the_terminal(int width)
    {
        using var line = Line(width);
        _time.Advance(TimeSpan.FromSeconds(1));
        line.Report(new PredictionProgress(1, 2));
        Assert.All(_terminal.ToString().Split('\r'), x => Assert.True(x.Length <= Math.Max(width - 1, 0)));
    }

    [Fact]
    public void Is_wiped_away_at_the_end_without_escape_codes()
    {
        using (var line = Line(100))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            line.Report(new PredictionProgress(1, 2));
        }

        var parts = _terminal.ToString().Split('\r');
        Assert.Equal(new string(' ', parts[1].Length), parts[2]);
        Assert.Equal("", parts[3]);
        Assert.DoesNotContain('\u001b', _terminal.ToString());
    }

    private ProgressLine Line(int width) => new("predicting", _terminal, () => width, _time);
}
