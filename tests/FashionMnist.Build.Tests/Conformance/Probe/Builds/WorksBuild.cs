using Nuke.Common;
using Nuke.Common.ProjectModel;
using Nuke.Components;
using static Notes;

/// <summary>The ready-made components, with a stub of dotnet on PATH.</summary>
internal sealed class WorksBuild : NukeBuild, IRestore, ICompile, ITest
{
    public static int Run() => Execute<WorksBuild>(x => x.Facts);

    private Solution Layout => ((IHazSolution)this).Solution;

    public IEnumerable<Project> TestProjects => Layout.GetAllProjects("*.Tests");

    private Target Facts => _ => _.Executes(() =>
    {
        Note($"{Layout.Name} {Layout.Path} {Layout.Directory}");
        Note($"all {Text(Layout.AllProjects.Select(x => x.Name).Order())} top {Text(Layout.Projects.Select(x => x.Name))}");
        Note($"folders {Text(Layout.SolutionFolders.Select(x => x.Name).Order())}");
        Note($"in a folder {Text(Layout.GetProject("Oven")?.Name)}, missing {Text(Layout.GetProject("Cellar")?.Name)}");
        Note(Text(Layout.AllProjects.Select(x => $"{x.Name} {x.Path} {x.Directory}").Order()));
        Note($"tests {Text(TestProjects.Select(x => x.Name))}");
        Note($"{((IHazArtifacts)this).ArtifactsDirectory} {((ITest)this).TestResultDirectory} {((IHazConfiguration)this).Configuration}");
    });
}
