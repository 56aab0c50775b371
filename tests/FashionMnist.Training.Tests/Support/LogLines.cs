using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace FashionMnist.Training.Tests.Support;

/// <summary>A log that keeps its lines and can react to them.</summary>
internal sealed class LogLines : ILogEventSink
{
    private readonly Action<string> _react;

    /// <param name="react">Called with each line, on the thread that logs.</param>
    public LogLines(Action<string>? react = null)
    {
        _react = react ?? (_ => { });
        Logger = new LoggerConfiguration().WriteTo.Sink(this).CreateLogger();
    }

    public Logger Logger { get; }

    public List<string> All { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Emit(LogEvent logEvent)
    {
        var line = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        All.Add(line);
        if (logEvent.Level == LogEventLevel.Warning)
            Warnings.Add(line);
        _react(line);
    }
}
