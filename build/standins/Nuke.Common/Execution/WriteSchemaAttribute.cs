using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Keeps .nuke/build.schema.json in step with the build, for editors that complete parameters.json.</summary>
internal sealed class WriteSchemaAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public override float Priority => 75;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        // Without a project above it the assembly runs somewhere else, and the checkout's schema is none of its business.
        if (Build.BuildProjectFile is null)
            return;
        var file = Build.RootDirectory / BuildLocations.Marker / "build.schema.json";
        var text = new BuildSchema(ParameterMember.All(Build), executableTargets.Select(x => x.Name)).ToString() + "\n";
        if (file.FileExists() && file.ReadAllText() == text)
            return;
        var temporary = Build.TemporaryDirectory / $"build.schema.{Environment.ProcessId}.json";
        temporary.WriteAllText(text, eofLineBreak: false);
        File.Move(temporary, file, overwrite: true);
    }
}
