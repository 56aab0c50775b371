namespace FashionMnist.Models;

/// <summary>
/// A failure a user can act on. The message is one line that says what was wrong, where, and what to do next;
/// programs print it without a stack trace and exit with <see cref="ExitCode"/>.
/// </summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">One line for the user.</param>
/// <param name="innerException">The cause, shown only in verbose logs.</param>
public sealed class FashionMnistException(int exitCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The exit code of the process, one of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
