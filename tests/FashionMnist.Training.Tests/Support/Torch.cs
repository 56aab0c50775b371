using System.Runtime.CompilerServices;
using FashionMnist.Training.Native;
using Serilog.Core;
using TorchSharp;

namespace FashionMnist.Training.Tests.Support;

/// <summary>Makes libtorch ready before any test touches it.</summary>
internal static class Torch
{
    [ModuleInitializer]
    internal static void Load()
    {
        LibTorch.Load(Logger.None);
        torch.set_num_threads(1);
    }
}
