using System.Globalization;
using FashionMnist.Job.Display;
using FashionMnist.Prediction;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace FashionMnist.Job.Tests.Display;

public class ProgressLogTests
{
    [Fact]
    public void Says_something_every_ten_seconds()
    {
        var time = new FakeTimeProvider();
        var events = new Events();
        using var logger = new LoggerConfiguration().WriteTo.Sink(events).CreateLogger();
        using var log = new ProgressLog(logger, time);

        for (var second = 1; second <= 25; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            log.Report(new PredictionProgress(second * 100, second < 15 ? 2500 : null));
        }

        Assert.Equal(["1,000 of 2,500 images, 100 a second", "2,000 images, 100 a second"], events.Messages);
    }

    private sealed class Events : ILogEventSink
    {
        public List<string> Messages { get; } = [];

        public void Emit(LogEvent logEvent) => Messages.Add(logEvent.RenderMessage(CultureInfo.InvariantCulture));
    }
}
