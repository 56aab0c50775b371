using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;
using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

public class Solution
{
    private readonly SolutionModel _model;

    private Solution(AbsolutePath path, SolutionModel model)
    {
        Path = path;
        _model = model;
    }

    public AbsolutePath Path { get; }

    public AbsolutePath Directory => Path.Parent;

    public string Name => Path.NameWithoutExtension;

    public string FileName => Path.Name;

    public IReadOnlyCollection<Project> AllProjects => [.. _model.SolutionProjects.Select(x => new Project(this, x))];

    public IReadOnlyCollection<Project> Projects =>
        [.. _model.SolutionProjects.Where(x => x.Parent is null).Select(x => new Project(this, x))];

    public IReadOnlyCollection<SolutionFolder> SolutionFolders =>
        [.. _model.SolutionFolders.Where(x => x.Parent is null).Select(x => new SolutionFolder(x))];

    public static implicit operator string(Solution solution) => solution?.Path;

    public Project GetProject(string name) => Projects.SingleOrDefault(x => x.Name == name);

    public IEnumerable<Project> GetAllProjects(string wildcardPattern)
    {
        var expression = Globbing.ToExpression(wildcardPattern);
        return AllProjects.Where(x => expression.IsMatch(x.Name));
    }

    public override string ToString() => Path;

    internal static Solution Read(AbsolutePath path)
    {
        if (!path.FileExists())
            throw new FileNotFoundException($"Could not find file '{path}'.", path);
        var serializer = SolutionSerializers.GetSerializerByMoniker(path).NotNull($"'{path}' is not a solution file");
        return new Solution(path, serializer.OpenAsync(path, CancellationToken.None).GetAwaiter().GetResult());
    }
}

public class Project
{
    internal Project(Solution solution, SolutionProjectModel model)
    {
        Solution = solution;
        Path = solution.Directory / model.FilePath.Replace('\\', '/');
    }

    public Solution Solution { get; }

    public AbsolutePath Path { get; }

    public AbsolutePath Directory => Path.Parent;

    public string Name => Path.NameWithoutExtension;

    public static implicit operator string(Project project) => project?.Path;

    public override string ToString() => Path;
}

public class SolutionFolder
{
    internal SolutionFolder(SolutionFolderModel model) => Name = model.Name;

    public string Name { get; }
}
