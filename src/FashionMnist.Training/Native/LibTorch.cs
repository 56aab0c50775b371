using System.Runtime.InteropServices;
using FashionMnist.Models;
using Serilog;
using static TorchSharp.torch;

namespace FashionMnist.Training.Native;

/// <summary>Loads libtorch from the program's own folder. Nothing may use TorchSharp before.</summary>
internal static class LibTorch
{
    private const string SupportedPlatforms = "linux-x64, win-x64 and osx-arm64";
    private static readonly Lock Loading = new();
    private static bool _loaded;

    /// <summary>Loads the native libraries, adapting them to this host where needed; does nothing the second time.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Configuration"/> if there is no libtorch for this platform or it does not load; otherwise as
    /// <see cref="TorchSharpLibrary.Adapt"/>.
    /// </exception>
    public static void Load(ILogger log)
    {
        lock (Loading)
        {
            if (_loaded)
                return;
            Load(AppContext.BaseDirectory, log);
            _loaded = true;
        }
    }

    private static void Load(string programFolder, ILogger log)
    {
        ProcessTuning.Apply();
        var library = Find(programFolder, FileName("LibTorchSharp"));
        if (OperatingSystem.IsLinux() && !HostLibStdCxx.Defines(LibStdCxxAdaptation.Version))
            new TorchSharpLibrary(library).Adapt(log);

        // TorchSharp's own search copies the whole of libtorch around when a library does not load, and names the wrong cause.
        LoadNative(Path.Combine(Path.GetDirectoryName(library)!, FileName("torch_cpu")));
        LoadNative(library);
        InitializeDeviceType(TorchSharp.DeviceType.CPU);
    }

    /// <summary>Path of a library in one of the two places where building and publishing put it.</summary>
    internal static string Find(string programFolder, string fileName)
    {
        var candidates = new[] { Path.Combine(programFolder, "runtimes", Platform, "native", fileName), Path.Combine(programFolder, fileName) };
        return candidates.FirstOrDefault(File.Exists) ?? throw new FashionMnistException(
            ExitCodes.Configuration,
            $"{programFolder}: there is no {fileName} for {Platform}; training needs libtorch, which exists for {SupportedPlatforms}: "
            + "build the program on the machine that trains");
    }

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    private static void LoadNative(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{path}: cannot be loaded on {Platform}: {e.Message.Split('\n')[0]} Publish the program again on this machine",
                e);
        }
    }
}
