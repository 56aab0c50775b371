using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FashionMnist.Build.Programs;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Models;

/// <summary>The identity of everything that determines the model: data, hyper-parameters, precision, seed, threads, sources, package versions.</summary>
internal static class TrainingFingerprint
{
    private static readonly string[] Sources =
    [
        "src/FashionMnist.Training",
        "src/FashionMnist/Data",
        "src/FashionMnist.Models/Configuration/TrainingOptions.cs",
        "src/FashionMnist.Models/Packages",
        "Directory.Packages.props",
    ];

    /// <summary>SHA-256, 64 lower-case hex digits.</summary>
    /// <param name="root">Folder of the checkout.</param>
    /// <param name="dataset">Text of dataset.json without what differs between machines.</param>
    /// <param name="options">The training section of the configuration.</param>
    public static string Of(string root, IEnumerable<string> dataset, TrainingOptions options)
    {
        var text = string.Join('\n',
        [
            .. dataset,
            JsonSerializer.Serialize(options.Profiles[options.Profile]),
            $"profile {options.Profile}",
            $"precision {options.Precision}",
            .. options.Precision == ModelPrecision.Quantized ? [$"calibration {options.CalibrationImages}"] : Array.Empty<string>(),
            $"seed {options.Seed}",
            $"threads {(options.Threads == 0 ? Environment.ProcessorCount : options.Threads)}",
            $"sources {SourceHash.Of(root, Sources)}",
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
