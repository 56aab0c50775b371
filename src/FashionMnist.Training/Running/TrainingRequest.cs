using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;

namespace FashionMnist.Training.Running;

/// <summary>What to train, from what, and where the model goes.</summary>
/// <param name="DatasetFile">Path of dataset.json.</param>
/// <param name="OutputFolder">Folder of the model package and of the checkpoint.</param>
/// <param name="Fingerprint">Identity of everything that determines the weights, 64 lower-case hex digits.</param>
/// <param name="Configuration">The configuration in force.</param>
/// <param name="Source">The sources that train.</param>
/// <param name="Engine">Name and version of the build engine, for the manifest; <see langword="null"/> outside of a build.</param>
internal sealed record TrainingRequest(
    string DatasetFile,
    string OutputFolder,
    string Fingerprint,
    EffectiveConfiguration Configuration,
    SourceRevision Source,
    string? Engine)
{
    /// <summary>Name of the profile, seed and number of threads.</summary>
    public TrainingOptions Training => Configuration.Options.Training;

    /// <summary>The recipe.</summary>
    public TrainingProfile Profile => Training.Profiles[Training.Profile];

    /// <summary>Number of threads in numbers.</summary>
    public int Threads => Training.Threads == 0 ? Environment.ProcessorCount : Training.Threads;

    /// <summary>Every field of the recipe as the configuration file would write it, by its name there.</summary>
    public IReadOnlyDictionary<string, string> HyperParameters
    {
        get
        {
            var prefix = $"training.profiles.{Training.Profile}.";
            return Configuration.Values
                .Where(x => x.Path.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(x => x.Path[prefix.Length..], x => x.Value);
        }
    }
}
