using FashionMnist.Models;
using FashionMnist.Models.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace FashionMnist.Build.Output;

/// <summary>Stands before the engine's log: masks secrets, and shows a user's mistake as one line instead of a stack trace.</summary>
internal sealed class LogFilter(SecretMasker masker, ILogger inner, FirstError? first = null) : ILogEventSink
{
    private static readonly MessageTemplateParser Parser = new();

    public void Emit(LogEvent logEvent)
    {
        if (UserMistake(logEvent.Exception) is { } mistake)
        {
            first?.Hear(logEvent.Level, masker.Apply(mistake), logEvent.Exception);
            inner.Write(Rewrite(logEvent, mistake));
            return;
        }

        var message = logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture);
        var details = logEvent.Exception?.ToString() ?? "";
        first?.Hear(logEvent.Level, masker.Apply(logEvent.Exception?.Message ?? message), logEvent.Exception);
        if (masker.Apply(message) == message && masker.Apply(details) == details)
            inner.Write(logEvent);
        else
            inner.Write(Rewrite(logEvent, $"{message}{(details.Length > 0 ? Environment.NewLine : "")}{details}"));
    }

    private static string? UserMistake(Exception? exception) => exception switch
    {
        null => null,
        FashionMnistException or PlainFailureException => exception.Message,
        AggregateException { InnerExceptions: [var only] } => UserMistake(only),
        _ => UserMistake(exception.InnerException),
    };

    private LogEvent Rewrite(LogEvent original, string message)
    {
        var template = Parser.Parse("{Message:l}");
        var property = new LogEventProperty("Message", new ScalarValue(masker.Apply(message)));
        return new LogEvent(original.Timestamp, original.Level, exception: null, template, [property, .. original.Properties
            .Where(x => x.Key != "Message")
            .Select(x => new LogEventProperty(x.Key, x.Value is ScalarValue { Value: string text } ? new ScalarValue(masker.Apply(text)) : x.Value))]);
    }
}
