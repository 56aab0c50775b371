using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Models.Configuration;
using Nuke.Common;

namespace FashionMnist.Build.Settings;

/// <summary>The configuration and the parameters that change it.</summary>
[HelpGroup(HelpGroup.Configuration)]
internal interface IHazSettings : INukeBuild
{
    [Parameter("Folder with the four Fashion-MNIST files")]
    string? DataDirectory => TryGetValue(() => DataDirectory);

    [Parameter("Whether a build server may use the embedded synthetic dataset")]
    bool AllowSyntheticData => TryGetValue<bool?>(() => AllowSyntheticData) ?? false;

    [Parameter("Environment of the configuration to work on: local, integration, production", Name = "Environment")]
    string? TargetEnvironment => TryGetValue(() => TargetEnvironment);

    [Parameter("Model store to use instead of the environment's: a folder, s3://bucket/prefix or mlflow:http://host:5000")]
    string? ModelStore => TryGetValue(() => ModelStore);

    [Parameter("Seed of the training")]
    int? Seed => TryGetValue<int?>(() => Seed);

    [Parameter("Training profile of the configuration")]
    string? TrainingProfile => TryGetValue(() => TrainingProfile);

    [Parameter("Path of AWS SSM parameters to take settings from, for example /fashion-mnist/production")]
    string? SsmPath => TryGetValue(() => SsmPath);

    [Parameter("Further settings of config/fashion-mnist.json, each path=value")]
    string[] Set => TryGetValue(() => Set) ?? [];

    [Parameter("Prints what publishing targets would do, and does not do it; tests and training still run")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    [Parameter("Publishes to S3, MLflow or ECR although the working tree has uncommitted changes")]
    bool AllowDirty => TryGetValue<bool?>(() => AllowDirty) ?? false;

    /// <summary>The configuration in force.</summary>
    EffectiveConfiguration Settings { get; }

    /// <summary>The parameters above as settings, path=value.</summary>
    IReadOnlyList<string> ChosenSettings => SettingsOf(this);

    /// <summary>The parameters above, and what holds on a build server, as settings.</summary>
    IReadOnlyList<string> SettingArguments => [.. IsServerBuild && !AllowSyntheticData ? ["data.allowSynthetic=false"] : Array.Empty<string>(), .. ChosenSettings];

    private static List<string> SettingsOf(IHazSettings build)
    {
        var settings = new List<string>();
        Add("data.directory", build.DataDirectory);
        Add("store.environment", build.TargetEnvironment);
        Add("store.modelStore", build.ModelStore);
        Add("training.seed", build.Seed?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("training.profile", build.TrainingProfile);
        Add(SsmOptions.PathKey, build.SsmPath);
        return [.. settings, .. build.Set];

        void Add(string path, string? value)
        {
            if (value is not null)
                settings.Add($"{path}={value}");
        }
    }
}
