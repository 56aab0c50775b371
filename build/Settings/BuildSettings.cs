using FashionMnist.Build.Output;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Build.Settings;

/// <summary>Loads the configuration for a build.</summary>
internal static class BuildSettings
{
    /// <summary>Loads it, with AWS SSM asked once: the programs that the build starts find what was there in their environment.</summary>
    public static EffectiveConfiguration Load(IHazSettings build)
    {
        var settings = ConfigurationLoader.Load(FileOf(build), Variables(), build.SettingArguments);
        Environment.SetEnvironmentVariable(SsmSnapshot.Variable, settings.Parameters?.ToText());
        Hide(settings.Parameters?.Parameters ?? []);
        return settings;
    }

    /// <summary>The arguments by which a program of this solution gets the same configuration.</summary>
    public static IEnumerable<string> Arguments(this IHazSettings build) =>
        ["--config", FileOf(build), .. build.SettingArguments.SelectMany(x => new[] { "--set", x })];

    /// <summary>
    /// Compares the file and the command line with what AWS SSM has. The environment stays out: it tells of this machine, and what is
    /// pushed is for all.
    /// </summary>
    public static (ConfigurationPush Push, IParameterStore Store) PlanPush(IHazSettings build)
    {
        var path = ConfigurationLoader.Load(FileOf(build), Variables(), build.SettingArguments, new Unasked()).Options.Ssm.Path
            ?? throw new FashionMnistException(ExitCodes.Usage, "PushConfig needs --ssm-path, for example --ssm-path /fashion-mnist/production");
        var configuration = ConfigurationLoader.Load(FileOf(build), new Dictionary<string, string>(), build.ChosenSettings, new Unasked());
        var store = ConfigurationLoader.ParameterStore(Variables());
        var present = store.Read(path);
        Hide(present);
        return (ConfigurationPush.Plan(path, configuration, present), store);
    }

    private static string FileOf(IHazSettings build) => build.RootDirectory / ConfigurationLoader.DefaultFile;

    private static void Hide(IEnumerable<SsmParameter> parameters) => BuildOutput.Hide(parameters.Where(x => x.Secret).Select(x => x.Value));

    private static Dictionary<string, string> Variables() => new(ProcessEnvironment.Variables().Where(x => x.Key != SsmSnapshot.Variable));

    /// <summary>Stands for AWS SSM where the configuration without it is wanted.</summary>
    private sealed class Unasked : IParameterStore
    {
        public IReadOnlyList<SsmParameter> Read(string path) => [];

        public void Write(SsmParameter parameter) => throw new NotSupportedException();
    }
}
