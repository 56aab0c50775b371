using System.Globalization;
using FashionMnist.Prediction;

namespace FashionMnist.Job.Display;

/// <summary>
/// One line of a terminal, drawn over and over and removed at the end. It has no colours and no escape codes, so there is nothing
/// for NO_COLOR to switch off; it never gets wider than the terminal.
/// </summary>
internal sealed class ProgressLine(string doing, TextWriter terminal, Func<int> width, TimeProvider time) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Pace _pace = new(time, Interval);
    private int _shown;

    public override void Report(PredictionProgress progress)
    {
        if (_pace.IsDue())
            Draw(Text(progress));
    }

    public override void Dispose()
    {
        if (_shown == 0)
            return;
        Draw("");
        terminal.Write('\r');
        terminal.Flush();
    }

    private string Text(PredictionProgress progress)
    {
        var culture = CultureInfo.InvariantCulture;
        var share = progress.Total is { } total and > 0
            ? string.Create(culture, $" {(double)progress.Done / total,4:P0} of {total:N0} images")
            : string.Create(culture, $" {progress.Done:N0} images");
        var left = _pace.SecondsLeft(progress) is { } seconds ? string.Create(culture, $", {seconds:N0} s left") : "";
        return string.Create(culture, $"{doing}{share}, {_pace.Rate(progress):N0} a second{left}");
    }

    private void Draw(string text)
    {
        // The last column stays free, because some terminals wrap when it is written.
        var room = Math.Max(width() - 1, 0);
        var line = text.Length > room ? text[..room] : text;
        terminal.Write($"\r{line}{new string(' ', Math.Max(Math.Min(_shown, room) - line.Length, 0))}");
        terminal.Flush();
        _shown = line.Length;
    }
}
