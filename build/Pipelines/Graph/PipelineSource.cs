using System.Linq.Expressions;
using System.Reflection;
using FashionMnist.Build.CommandLine;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Text;
using Nuke.Common;
using Nuke.Common.Execution;

namespace FashionMnist.Build.Pipelines.Graph;

/// <summary>What pipelines are made from.</summary>
/// <param name="Build">The build.</param>
/// <param name="Targets">All its targets.</param>
/// <param name="Options">The configuration as it is committed, without what one run changes of it.</param>
internal sealed record PipelineSource(INukeBuild Build, IReadOnlyCollection<ExecutableTarget> Targets, FashionMnistOptions Options)
{
    private static readonly string[] BuildOutput = ["bin", "obj"];

    private readonly BuildSurface _surface = new(Build.GetType());

    /// <summary>Environments by the branch that delivers to them.</summary>
    public IReadOnlyList<(string Branch, string Environment)> Deliveries =>
    [
        .. Options.Store.Environments
            .Where(x => x.Value.PromotingBranch is not null)
            .Select(x => (x.Value.PromotingBranch!, x.Key))
            .OrderBy(x => x.Key, StringComparer.Ordinal),
    ];

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> where there is none.</exception>
    public PipelineParameter Parameter(string name)
    {
        var known = _surface.Parameters.Values.Where(x => x.Member is not null).ToList();
        return known.Find(x => x.Name == name) is { } parameter
            ? new PipelineParameter(parameter, Build)
            : throw new FashionMnistException(
                ExitCodes.Configuration,
                $"An attribute of the build names the parameter {name}, which does not exist.{NearestName.Hint(name, known.Select(x => x.Name))}");
    }

    /// <summary>The secrets that a target cannot run without.</summary>
    public IReadOnlyList<PipelineParameter> SecretsOf(ExecutableTarget target)
    {
        var required = new HashSet<MemberInfo>();
        var visitor = new MemberCollector(required);
        foreach (var requirement in target.DelegateRequirements)
            visitor.Visit(requirement);
        return
        [
            .. _surface.Parameters.Values
                .Where(x => x.Secret && required.Any(y => y.Name == x.Member!.Name && y.DeclaringType == x.Member.DeclaringType))
                .Select(x => new PipelineParameter(x, Build))
                .OrderBy(x => x.Variable, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a target leaves, as patterns relative to the root with forward slashes; compiler output is of no use to anybody.</summary>
    public IReadOnlyList<string> ProductsOf(ExecutableTarget target) =>
    [
        .. target.ArtifactProducts
            .Select(x => Path.GetRelativePath(Build.RootDirectory, x).Replace('\\', '/'))
            .Where(x => !x.Split('/').Intersect(BuildOutput).Any()),
    ];

    private sealed class MemberCollector(HashSet<MemberInfo> members) : ExpressionVisitor
    {
        protected override Expression VisitMember(MemberExpression node)
        {
            members.Add(node.Member);
            return base.VisitMember(node);
        }
    }
}
