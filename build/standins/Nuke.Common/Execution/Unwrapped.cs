using System.Reflection;

namespace Nuke.Common.Execution;

internal static class Unwrapped
{
    /// <summary>The exception that says what happened, without the reflection around it.</summary>
    public static Exception From(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => From(inner),
        TypeInitializationException { InnerException: { } inner } => From(inner),
        _ => exception,
    };
}
