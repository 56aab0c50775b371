using System.Runtime.InteropServices;

namespace FashionMnist.Training.Native;

/// <summary>
/// Settings of the C library that must be made before libtorch is loaded. Together they save more than half of the processor
/// time of training; docs/training.md has the figures.
/// </summary>
internal static partial class ProcessTuning
{
    // glibc, malloc.h.
    private const int TrimThreshold = -1;
    private const int MaximumMappings = -4;

    /// <summary>Makes the settings; does nothing outside of glibc.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            // Waiting threads sleep instead of spinning. A value the user has set stays.
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);

            // Freed blocks stay in the process: without this every tensor is new memory that the kernel has to clear page by page.
            _ = SetAllocator(MaximumMappings, 0);
            _ = SetAllocator(TrimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt; training is slower there, nothing else.
        }
    }

    // Environment.SetEnvironmentVariable is not seen by native code.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);
}
