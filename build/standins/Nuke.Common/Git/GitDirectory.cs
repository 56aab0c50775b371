using Nuke.Common.IO;

namespace Nuke.Common.Git;

/// <summary>Reads what git keeps in its directory, so that neither git nor its opinion on the owner of the checkout is needed.</summary>
internal sealed class GitDirectory
{
    private const string ReferencePrefix = "ref: ";

    private readonly AbsolutePath _own;
    private readonly AbsolutePath _common;

    private GitDirectory(AbsolutePath workingTree, AbsolutePath own)
    {
        WorkingTree = workingTree;
        _own = own;
        var common = own / "commondir";
        _common = common.FileExists() ? Path.GetFullPath(common.ReadAllText().Trim(), own) : own;
    }

    public AbsolutePath WorkingTree { get; }

    /// <summary>What HEAD names: <c>refs/heads/main</c>, or a commit.</summary>
    public string Head
    {
        get
        {
            var head = (_own / "HEAD").ReadAllText().Trim();
            return head.StartsWith(ReferencePrefix, StringComparison.Ordinal) ? head[ReferencePrefix.Length..] : head;
        }
    }

    public static GitDirectory Above(AbsolutePath directory)
    {
        for (var candidate = directory; candidate is not null; candidate = candidate.Parent)
        {
            var git = candidate / ".git";
            if (git.DirectoryExists())
                return new GitDirectory(candidate, git);
            if (git.FileExists())
                return new GitDirectory(candidate, Path.GetFullPath(git.ReadAllText().Trim()["gitdir: ".Length..], candidate));
        }

        throw new ArgumentException($"No parent Git directory for '{directory}'");
    }

    /// <summary>All references and the commits they name; an annotated tag names its commit.</summary>
    public IReadOnlyDictionary<string, string> References()
    {
        var references = PackedReferences();
        foreach (var file in (_common / "refs").GlobFiles("**/*"))
            references[$"refs/{(_common / "refs").GetUnixRelativePathTo(file)}"] = file.ReadAllText().Trim();
        return references;
    }

    /// <summary>Settings by section and name, for example <c>remote "origin".url</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = "";
        var file = _common / "config";
        foreach (var line in file.FileExists() ? file.ReadAllLines().Select(x => x.Trim()) : [])
        {
            if (line.StartsWith('['))
                section = line.Trim('[', ']');
            else if (line.Split('=', 2) is [var name, var value])
                settings[$"{section}.{name.Trim()}"] = value.Trim();
        }

        return settings;
    }

    private Dictionary<string, string> PackedReferences()
    {
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = _common / "packed-refs";
        var last = "";
        foreach (var line in file.FileExists() ? file.ReadAllLines() : [])
        {
            if (line.StartsWith('^'))
                references[last] = line[1..];
            else if (!line.StartsWith('#') && line.Split(' ') is [var commit, var name])
                references[last = name] = commit;
        }

        return references;
    }
}
