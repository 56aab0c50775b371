using System.Runtime.Intrinsics.X86;
using FashionMnist.Models.Configuration;
using static TorchSharp.torch;

namespace FashionMnist.Training.Network;

/// <summary>The number format in which convolutions compute during training. Weights are always kept in float32.</summary>
internal static class ComputeType
{
    // With one channel in and another number of channels out, oneDNN 3.7's bfloat16 convolution gives wrong results (docs/training.md).
    private const int Bfloat16Channels = 16;

    private const int ExtendedFeatures = 7;
    private const int Avx512Bfloat16 = 1 << 5;

    /// <summary>bfloat16 if the profile wants it, its width is a multiple of 16 and this processor multiplies bfloat16; else float32.</summary>
    public static ScalarType For(TrainingProfile profile) =>
        profile.Bfloat16 && profile.Width % Bfloat16Channels == 0 && ProcessorMultipliesBfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    // CPUID leaf 7, subleaf 1, EAX bit 5 (Intel SDM, volume 2A). Without the instructions libtorch emulates bfloat16, slower than float32.
    private static bool ProcessorMultipliesBfloat16 =>
        Avx512F.IsSupported && (X86Base.CpuId(ExtendedFeatures, 1).Eax & Avx512Bfloat16) != 0;
}
