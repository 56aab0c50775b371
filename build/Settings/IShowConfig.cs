using FashionMnist.Build.CommandLine.Help;
using Nuke.Common;

namespace FashionMnist.Build.Settings;

/// <summary>Shows the configuration in force.</summary>
[HelpGroup(HelpGroup.Configuration)]
internal interface IShowConfig : IHazSettings
{
    Target ShowConfig => _ => _
        .Description("Prints every configuration value and where it comes from")
        .Executes(() =>
        {
            var width = Settings.Values.Max(x => x.Path.Length);
            foreach (var value in Settings.Values)
                Console.WriteLine($"{value.Path.PadRight(width)} = {value.Value}   [{value.Origin}]");
        });
}
