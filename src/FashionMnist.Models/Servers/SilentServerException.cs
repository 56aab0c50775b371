namespace FashionMnist.Models.Servers;

/// <summary>A server hung, or asked for longer pauses than anybody waits.</summary>
public sealed class SilentServerException(string message, Exception cause) : TimeoutException(message, cause);
