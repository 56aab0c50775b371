using Docker.DotNet.Models;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Images;

/// <summary>
/// Follows the messages of a build, a push or a pull: shows its progress and keeps the error. The engine answers these requests with
/// success before it begins, so a failure arrives as a message and never as an exception.
/// </summary>
internal sealed class EngineMessages(Action<string> show) : IProgress<JSONMessage>
{
    private readonly HashSet<string> _said = [];
    private string? _error;

    /// <summary>Messages that go to the log.</summary>
    public static EngineMessages Logged() => new(x => Log.Debug("{Message:l}", x));

    /// <summary>Called by the client, one after the other.</summary>
    public void Report(JSONMessage value)
    {
        var error = value.Error?.Message is { Length: > 0 } message ? message : value.ErrorMessage;
        if (!string.IsNullOrEmpty(error))
        {
            _error ??= error;
            return;
        }

        // Layers report their progress many times a second; each state is shown once.
        var text = (value.Stream ?? (value.ID is null ? value.Status : $"{value.ID}: {value.Status}"))?.Trim();
        if (!string.IsNullOrEmpty(text) && (value.Stream is not null || _said.Add(text)))
            show(text);
    }

    /// <summary>Fails if a message was an error.</summary>
    /// <exception cref="FashionMnistException">It was.</exception>
    public void ThrowIfFailed(string address, string action)
    {
        if (_error is not null)
            throw EngineErrors.Reported(address, action, _error);
    }
}
