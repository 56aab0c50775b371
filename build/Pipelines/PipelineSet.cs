using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.IO;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace FashionMnist.Build.Pipelines;

/// <summary>All generated files of a build.</summary>
internal sealed class PipelineSet
{
    /// <summary>Where files of an earlier generation may still lie.</summary>
    private static readonly string[] Places = ["Jenkinsfile*", ".github/workflows/*.yml", "deploy/codebuild/*.yml"];

    private readonly List<PipelineAttribute> _pipelines = [];
    private IReadOnlyCollection<ExecutableTarget> _targets = [];

    /// <summary>The declared files.</summary>
    public IReadOnlyList<PipelineAttribute> Declared => [.. _pipelines.OrderBy(x => x.File, StringComparer.Ordinal)];

    /// <summary>Hears of a file and of the targets.</summary>
    public void Add(PipelineAttribute pipeline, IReadOnlyCollection<ExecutableTarget> targets)
    {
        _pipelines.Add(pipeline);
        _targets = targets;
    }

    /// <summary>What every file must hold; <see langword="null"/> for one that must not be there.</summary>
    public IReadOnlyDictionary<string, string?> Generate(INukeBuild build)
    {
        var committed = ConfigurationLoader.Load(build.RootDirectory / ConfigurationLoader.DefaultFile, new Dictionary<string, string>(), []);
        var source = new PipelineSource(build, _targets, committed.Options);
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var pipeline in Declared)
        {
            if (!files.TryAdd(pipeline.File, pipeline.Generate(source)))
                throw new FashionMnistException(ExitCodes.Configuration, $"Two attributes of the build declare the file {pipeline.File}");
        }

        foreach (var file in Places.SelectMany(x => build.RootDirectory.GlobFiles(x)).Where(IsGenerated))
            files.TryAdd(build.RootDirectory.GetUnixRelativePathTo(file), null);
        return files;
    }

    private static bool IsGenerated(AbsolutePath file) => file.ReadAllText().Contains(PipelineAttribute.Banner, StringComparison.Ordinal);

    /// <summary>Writes the files that differ, removes those that must not be there, and names both.</summary>
    public IReadOnlyList<string> Write(INukeBuild build)
    {
        var changed = Differences(build);
        foreach (var (file, _, expected) in changed)
        {
            if (expected is null)
                (build.RootDirectory / file).DeleteFile();
            else
                AtomicFile.Write(build.RootDirectory / file, expected);
        }

        return [.. changed.Select(x => x.File)];
    }

    /// <summary>The files that are not what they must be: what they hold and what they must hold.</summary>
    public IReadOnlyList<(string File, string? Actual, string? Expected)> Differences(INukeBuild build) =>
    [
        .. Generate(build)
            .Select(x => (x.Key, ReadOf(build.RootDirectory / x.Key), x.Value))
            .Where(x => x.Item2 != x.Value),
    ];

    private static string? ReadOf(AbsolutePath file) => file.FileExists() ? file.ReadAllText().ReplaceLineEndings("\n") : null;
}
