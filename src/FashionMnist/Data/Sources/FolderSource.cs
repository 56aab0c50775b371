using FashionMnist.Models.Configuration;

namespace FashionMnist.Data.Sources;

/// <summary>A folder that holds the four files.</summary>
internal sealed class FolderSource(string name, string directory, DataOptions options) : IDatasetSource
{
    public string Name => name;

    public Task<SourceResult> FindAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
            return Task.FromResult(SourceResult.Absent);

        var problem = options.All().Select(x => x.ProblemWith(directory)).FirstOrDefault(x => x is not null);
        return Task.FromResult(problem is null
            ? new SourceResult(options.ReferenceTo(directory, $"{name} {Path.GetFullPath(directory)}"))
            : new SourceResult(null, problem));
    }
}
