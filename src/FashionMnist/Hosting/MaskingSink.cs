using System.Globalization;
using FashionMnist.Models.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace FashionMnist.Hosting;

/// <summary>Stands before a log and takes secrets out of its events. An event without any passes as it is.</summary>
/// <param name="secrets">Knows the secrets.</param>
/// <param name="log">The log; disposed with this sink.</param>
internal sealed class MaskingSink(SecretMasker secrets, Logger log) : ILogEventSink, IDisposable
{
    private static readonly MessageTemplateParser Parser = new();

    public void Emit(LogEvent logEvent)
    {
        var message = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        var details = logEvent.Exception is { } exception ? $"{Environment.NewLine}{exception}" : "";
        var properties = logEvent.Properties.Select(x => (x.Key, Value: Text(x.Value))).ToList();
        log.Write(Hides(message + details) || properties.Exists(x => Hides(x.Value)) ? Rewrite() : logEvent);

        LogEvent Rewrite() => new(
            logEvent.Timestamp,
            logEvent.Level,
            exception: null,
            Parser.Parse("{Message:l}"),
            [
                new LogEventProperty("Message", new ScalarValue(secrets.Apply(message + details))),
                .. properties
                    .Where(x => x.Key != "Message")
                    .Select(x => new LogEventProperty(
                        x.Key, Hides(x.Value) ? new ScalarValue(secrets.Apply(x.Value)) : logEvent.Properties[x.Key])),
            ]);
    }

    public void Dispose() => log.Dispose();

    private static string Text(LogEventPropertyValue value) =>
        value is ScalarValue scalar ? string.Create(CultureInfo.InvariantCulture, $"{scalar.Value}") : value.ToString("l", CultureInfo.InvariantCulture);

    private bool Hides(string text) => secrets.Apply(text) != text;
}
