using FashionMnist.Build.Output;
using FashionMnist.Models;
using FashionMnist.Models.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace FashionMnist.Build.Tests.Output;

public sealed class LogFilterTests : ILogEventSink
{
    private readonly List<LogEvent> _events = [];
    private readonly ILogger _log;

    public LogFilterTests()
    {
        var inner = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(this).CreateLogger();
        _log = new LoggerConfiguration().MinimumLevel.Verbose()
            .WriteTo.Sink(new LogFilter(new SecretMasker(["supersecret"]), inner)).CreateLogger();
    }

    private string Text => string.Join('\n', _events.Select(x => $"{x.Level}: {x.RenderMessage()} {x.Exception}")).TrimEnd();

    void ILogEventSink.Emit(LogEvent logEvent) => _events.Add(logEvent);

    [Fact]
    public void Masks_values_of_properties()
    {
        _log.Information("token {Token}", "supersecret");

        Assert.Equal("Information: token \"[REDACTED]\"", Text);
        Assert.DoesNotContain(_events.Single().Properties.Values, x => x.ToString().Contains("supersecret", StringComparison.Ordinal));
    }

    [Fact]
    public void Masks_the_text_of_an_exception()
    {
        _log.Error(new InvalidOperationException("no supersecret for you"), "broken");

        Assert.Equal("Error: broken\nSystem.InvalidOperationException: no [REDACTED] for you", Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Shows_a_users_mistake_as_one_line()
    {
        _log.Error(new FashionMnistException(ExitCodes.NotFound, "there is no model"), "Target {Name} has thrown an exception", "Predict");

        Assert.Equal("Error: there is no model", Text);
    }

    [Fact]
    public void Finds_a_users_mistake_inside_another_exception()
    {
        _log.Error(new AggregateException(new FashionMnistException(ExitCodes.NotFound, "there is no model")), "x");

        Assert.Equal("Error: there is no model", Text);
    }

    [Fact]
    public void Leaves_other_events_as_they_are()
    {
        var cause = new InvalidOperationException("boom");
        _log.Warning(cause, "count {Count}", 3);

        Assert.Same(cause, _events.Single().Exception);
        Assert.Equal("count {Count}", _events.Single().MessageTemplate.Text);
    }
}
