using System.Globalization;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Bench;
using FashionMnist.Training.Native;
using FashionMnist.Training.Network;
using Serilog.Core;
using static TorchSharp.torch;

var name = args.FirstOrDefault() ?? "full";
if (!new TrainingOptions().Profiles.TryGetValue(name, out var profile))
{
    Console.Error.WriteLine($"'{name}' is no training profile; known: {string.Join(", ", new TrainingOptions().Profiles.Keys)}");
    return FashionMnist.Models.ExitCodes.Usage;
}

LibTorch.Load(Logger.None);
set_num_threads(Environment.ProcessorCount);
var type = ComputeType.For(profile);
var (training, peaks) = new TrainingBench(profile, type).Run();
var peak = peaks.MaxBy(x => x.Rate.PerCpuSecond);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    Profile {name}, {type}, {Environment.ProcessorCount} threads. Medians of rounds in which every line was measured in turn; GFLOP/s of
    processor time do not depend on what else runs on the machine as much as those of wall time do.

    | what | GFLOP/s, wall time | GFLOP/s, CPU second | share of the peak, CPU second |
    |---|---|---|---|
    """));
foreach (var (convolution, rate) in peaks)
    Print($"{convolution.Name}, forward", rate);
Print("training, whole epochs", training);
return FashionMnist.Models.ExitCodes.Ok;

void Print(string what, Rate rate) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"| {what} | {rate.PerSecond:F0} | {rate.PerCpuSecond:F0} | {rate.PerCpuSecond / peak.Rate.PerCpuSecond:F2} |"));
