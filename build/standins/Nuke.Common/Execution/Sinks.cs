using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Nuke.Common.Execution;

/// <summary>Keeps what is repeated at the end of the build.</summary>
internal sealed class CollectingSink : ILogEventSink
{
    private readonly List<LogEvent> _events = [];

    public void Emit(LogEvent logEvent)
    {
        lock (_events)
        {
            // The text of an exception is long and has been shown where it happened.
            var properties = logEvent.Properties.Select(x => new LogEventProperty(x.Key, x.Value));
            _events.Add(new LogEvent(logEvent.Timestamp, logEvent.Level, exception: null, logEvent.MessageTemplate, properties));
        }
    }

    public List<LogEvent> Take()
    {
        lock (_events)
        {
            var events = _events.ToList();
            _events.Clear();
            return events;
        }
    }
}

/// <summary>Tells the host, which may have a way of its own to show a problem.</summary>
internal sealed class HostSink : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level == LogEventLevel.Warning)
            NukeBuild.Host.ReportWarning(logEvent.RenderMessage());
        else if (logEvent.Level > LogEventLevel.Warning)
            NukeBuild.Host.ReportError(logEvent.RenderMessage());
    }
}

/// <summary>Writes a file that no other process may open meanwhile: a second build of the same checkout fails on it.</summary>
internal sealed class ExclusiveFileSink(string path, string format) : ILogEventSink, IDisposable
{
    private readonly MessageTemplateTextFormatter _formatter = new(format);
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None)) { AutoFlush = true };

    public void Emit(LogEvent logEvent)
    {
        lock (_writer)
            _formatter.Format(logEvent, _writer);
    }

    public void Dispose() => _writer.Dispose();
}
