using FashionMnist.Models;

namespace FashionMnist.Fuzzing;

/// <summary>Every reader of bytes that a stranger may have written.</summary>
public static class FuzzTargets
{
    /// <summary>
    /// Readers by the name of their corpus. The first four are told apart by content; each has files of its own to start from. Parquet is
    /// missing: on some damaged metadata its library turns in circles until a deadline, which here would leave ever more busy threads behind.
    /// </summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["idx"] = InputTarget.Read,
        ["csv"] = InputTarget.Read,
        ["png"] = InputTarget.Read,
        ["zip"] = InputTarget.Read,
        ["manifest"] = SealedTarget.ReadManifest,
        ["pointer"] = SealedTarget.ReadPointer,
    };

    /// <summary>Runs a reader; whatever is no documented refusal in one line gets out.</summary>
    public static void Run(Action<byte[]> target, byte[] bytes)
    {
        try
        {
            target(bytes);
        }
        catch (FashionMnistException e) when (e.ExitCode != ExitCodes.Internal && !e.Message.Contains('\n', StringComparison.Ordinal))
        {
        }
    }
}
