using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.ProjectModel;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class SolutionAttribute : ParameterAttribute
{
    private readonly string _relativePath;

    public SolutionAttribute()
        : this(relativePath: null)
    {
    }

    public SolutionAttribute(string relativePath)
        : base("Path to a solution file that is automatically loaded.") => _relativePath = relativePath;

    public override object GetValue(MemberInfo member, object instance)
    {
        var path = _relativePath is not null
            ? NukeBuild.RootDirectory / _relativePath
            : (IO.AbsolutePath)ParameterService.Value(ParameterMember.Of(member) with { Type = typeof(IO.AbsolutePath) });
        return Solution.Read(path.NotNull(
            $"No solution file is configured for '{BuildMembers.ShortName(member)}'; name it in .nuke/parameters.json"));
    }
}
