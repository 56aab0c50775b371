using FashionMnist.Models;

namespace FashionMnist.Fuzzing;

/// <summary>Every reader of bytes that a stranger may have written.</summary>
public static class FuzzTargets
{
    /// <summary>Readers by the name of their corpus. Those of images are told apart by content; each has files of its own to start from.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["idx"] = InputTarget.Read,
        ["csv"] = InputTarget.Read,
        ["png"] = InputTarget.Read,
        ["zip"] = InputTarget.Read,
        ["parquet"] = InputTarget.Read,
        ["numpy"] = InputTarget.Read,
        ["json"] = InputTarget.Read,
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
