using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FashionMnist.Testing;

/// <summary>
/// Compiled into every test assembly, since each has its own first moment. What starts the tests may have SIGINT ignored, as a shell does with
/// what runs in its background; children inherit that, and the tests of Ctrl-C would wait for nothing.
/// </summary>
internal static class DefaultSignals
{
    private const int Interrupt = 2;
    private const int Quit = 3;

    [ModuleInitializer]
    internal static void Restore()
    {
        if (OperatingSystem.IsWindows())
            return;
        _ = Handle(Interrupt, IntPtr.Zero);
        _ = Handle(Quit, IntPtr.Zero);
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern IntPtr Handle(int signal, IntPtr handler);
}
