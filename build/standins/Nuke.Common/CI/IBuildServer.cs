using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.CI;

public interface IBuildServer
{
    string Branch { get; }

    string Commit { get; }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class CIAttribute : ValueInjectionAttributeBase
{
    public override object GetValue(MemberInfo member, object instance) =>
        BuildMembers.TypeOf(member).IsInstanceOfType(NukeBuild.Host) ? NukeBuild.Host : null;
}
