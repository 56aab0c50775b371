using System.Reflection;
using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>Where the root, the build assembly and its project are.</summary>
internal static class BuildLocations
{
    public const string Marker = ".nuke";

    public static AbsolutePath FindRoot()
    {
        if (CommandLineArguments.Current.Has("Root"))
            return ParameterService.Value<AbsolutePath>("Root") ?? EnvironmentInfo.WorkingDirectory;
        if (EnvironmentVariables.Value("Root", typeof(AbsolutePath), separator: null) is AbsolutePath given)
            return given;
        for (var directory = EnvironmentInfo.WorkingDirectory; directory is not null; directory = directory.Parent)
        {
            if (Path.Exists(directory / Marker))
                return directory;
        }

        throw new ArgumentException(
            $"Could not locate '{Marker}' directory/file while walking up from '{EnvironmentInfo.WorkingDirectory}'.\n"
            + "Either create a directory/file to mark the root directory, or add '--root [path]' to the invocation.");
    }

    public static AbsolutePath FindAssembly() =>
        Assembly.GetEntryAssembly()?.Location is { Length: > 0 } location ? AbsolutePath.Create(location) : null;

    public static AbsolutePath FindProject(AbsolutePath assembly)
    {
        for (var directory = assembly?.Parent; directory is not null; directory = directory.Parent)
        {
            var project = directory / $"{assembly.NameWithoutExtension}.csproj";
            if (project.FileExists())
                return project;
        }

        return null;
    }
}
