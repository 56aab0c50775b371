using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.ValueInjection;

/// <summary>Sets the parameters, before anything else may ask for them.</summary>
internal sealed class InjectParametersAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public override float Priority => 100;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        ParameterFiles.CreateIfMissing();
        ParameterFiles.IsEnabled = true;
        BuiltInParameters.Inject((NukeBuild)Build);
        foreach (var member in BuildMembers.OfClass(Build.GetType()).Where(BuildMembers.IsWritable))
        {
            if (member.GetCustomAttribute<ValueInjectionAttributeBase>()?.GetType() == typeof(ParameterAttribute))
                InjectedValues.Push(Build, member);
        }
    }
}

/// <summary>Sets what needs the parameters, once it is known which targets run.</summary>
internal sealed class InjectValuesAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority => -100;

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        var required = executionPlan.SelectMany(x => x.DelegateRequirements).Select(RequirementService.MemberOf).ToHashSet();
        var members = BuildMembers.OfClass(Build.GetType())
            .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ValueInjectionAttributeBase>()))
            .Where(x => x.Attribute is not null && x.Attribute.GetType() != typeof(ParameterAttribute) && BuildMembers.IsWritable(x.Member))
            .Where(x => !x.Member.IsDefined(typeof(OnDemandAttribute)) || required.Contains(x.Member));
        foreach (var (member, _) in members.OrderByDescending(x => x.Attribute.Priority))
            InjectedValues.Push(Build, member);
    }
}
