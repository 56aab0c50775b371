using System.CommandLine;
using FashionMnist.Hosting;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Job.Commands;

/// <summary>The options by which a command gets the configuration.</summary>
internal sealed class ConfigurationArguments
{
    private readonly Option<string?> _file = new("--config") { Description = "Configuration file; without it the defaults hold" };
    private readonly Option<string[]> _settings = new("--set") { Description = "A setting to change, path=value; may be repeated" };

    public static IReadOnlyDictionary<string, string> Variables { get; } = ProcessEnvironment.Variables();

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_settings);
    }

    /// <summary>Loads it; from then on the log shows none of its secrets.</summary>
    public EffectiveConfiguration Load(ParseResult parsed)
    {
        var configuration = ConfigurationLoader.Load(parsed.GetValue(_file), Variables, parsed.GetValue(_settings) ?? []);
        ProgramHost.Hide(configuration);
        return configuration;
    }
}
