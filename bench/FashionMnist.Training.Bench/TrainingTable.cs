using System.Globalization;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Native;
using FashionMnist.Training.Network;
using Serilog.Core;
using static TorchSharp.torch;

namespace FashionMnist.Training.Bench;

/// <summary>Prints what <see cref="TrainingBench"/> finds.</summary>
internal static class TrainingTable
{
    public static void Print(string name)
    {
        var profiles = new TrainingOptions().Profiles;
        if (!profiles.TryGetValue(name, out var profile))
            throw new FashionMnistException(ExitCodes.Usage, $"'{name}' is no training profile; known: {string.Join(", ", profiles.Keys)}");

        LibTorch.Load(Logger.None);
        set_num_threads(Environment.ProcessorCount);
        var type = ComputeType.For(profile);
        var (training, peaks) = new TrainingBench(profile, type).Run();
        var peak = peaks.Max(x => x.Rate.PerCpuSecond);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Profile {name}, {type}, {Environment.ProcessorCount} threads; medians of rounds that measure every line in turn. The share is that of
            processor time, which depends less than wall time on what else runs on the machine.

            | what | GFLOP/s, wall time | GFLOP per CPU second | share of the peak |
            |---|---|---|---|
            """));
        foreach (var (convolution, rate) in peaks)
            PrintRow($"{convolution.Name}, forward", rate, peak);
        PrintRow("training, whole epochs", training, peak);
    }

    private static void PrintRow(string what, Rate rate, double peak) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {rate.PerSecond:F0} | {rate.PerCpuSecond:F0} | {rate.PerCpuSecond / peak:F2} |"));
}
