using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FashionMnist.Inference;

/// <summary>
/// Switches ONNX Runtime's telemetry off before its native library is loaded. Otherwise every run writes an identifier and a database below the home
/// folder and asks for a host of Microsoft (https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md).
/// </summary>
public static partial class OnnxTelemetry
{
    /// <summary>The variable that the native library looks for when it starts.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Switches it off. Whoever makes a session without this library calls it first.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whatever in this library makes the first session, the switch has to be set before.")]
    public static void Disable()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        // On Unix the runtime keeps the environment to itself, and native code reads the process's own.
        if (!OperatingSystem.IsWindows() && SetVariable(Variable, "1", overwrite: 1) != 0)
            throw new InvalidOperationException($"{Variable} cannot be set.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
