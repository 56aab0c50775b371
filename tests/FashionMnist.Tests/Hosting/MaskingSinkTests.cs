using FashionMnist.Hosting;
using FashionMnist.Models.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FashionMnist.Tests.Hosting;

public sealed class MaskingSinkTests
{
    private static readonly SecretMasker Secrets = new(["the-long-secret", "x7q", "42"]);

    [Fact]
    public void No_form_of_an_event_shows_a_secret()
    {
        var line = Logged(x => x.ForContext("Model", "s3://the-long-secret/m").Error(
            new InvalidOperationException("the-long-secret is wrong"), "{Folder:l}: {Count} of {@Parts}", "x7q", 42, new[] { "x7q", "y" }));

        Assert.DoesNotContain("the-long-secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain("x7q", line, StringComparison.Ordinal);
        Assert.DoesNotContain("42", line.Split("\"@t\"")[1].Split("Z\"")[1], StringComparison.Ordinal);
        Assert.Contains("[REDACTED]: [REDACTED] of ", line, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: [REDACTED] is wrong", line, StringComparison.Ordinal);
        Assert.Contains("\"Model\":\"s3://[REDACTED]/m\"", line, StringComparison.Ordinal);
        Assert.Contains("\"@l\":\"Error\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_a_secret_keeps_its_template_and_its_types()
    {
        var line = Logged(x => x.Information("{Count} of {Total}", 3, 4));

        Assert.Contains("\"@mt\":\"{Count} of {Total}\",\"Count\":3,\"Total\":4", line, StringComparison.Ordinal);
    }

    private static string Logged(Action<ILogger> write)
    {
        var lines = new Lines();
        using (var log = new LoggerConfiguration().WriteTo
            .Sink(new MaskingSink(Secrets, new LoggerConfiguration().WriteTo.Sink(lines).CreateLogger())).CreateLogger())
        {
            write(log);
        }

        return Assert.Single(lines.All);
    }

    private sealed class Lines : ILogEventSink
    {
        public List<string> All { get; } = [];

        public void Emit(LogEvent logEvent)
        {
            using var text = new StringWriter();
            new CompactJsonFormatter().Format(logEvent, text);
            All.Add(text.ToString());
        }
    }
}
