using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Checks before the first target runs that everything the plan needs is there.</summary>
internal static class RequirementService
{
    public static void Validate(NukeBuild build)
    {
        var members = BuildMembers.OfClass(build.GetType()).Concat(BuildMembers.OfComponents(build.GetType()));
        foreach (var member in members.Where(x => x.IsDefined(typeof(RequiredAttribute))))
        {
            var message = $"Member '{BuildMembers.ShortName(member)}' is required to be not null or empty";
            Demand(build, member, () => BuildMembers.Get(member, build), message);
        }

        foreach (var target in build.ScheduledTargets)
        {
            foreach (var requirement in target.DelegateRequirements)
                Validate(build, target, requirement);
        }
    }

    public static MemberInfo MemberOf(LambdaExpression requirement) =>
        requirement.Body switch
        {
            UnaryExpression { NodeType: ExpressionType.Convert, Operand: MemberExpression member } => member.Member,
            MemberExpression member => member.Member,
            _ => null,
        };

    private static void Validate(NukeBuild build, ExecutableTarget target, LambdaExpression requirement)
    {
        var evaluate = requirement.Compile();
        if (requirement is Expression<Func<bool>> condition)
        {
            if (!((Func<bool>)evaluate)())
                Assert.Fail($"Target '{target.Name}' requires '{condition.Body}'");
            return;
        }

        var member = MemberOf(requirement);
        Demand(
            build,
            member,
            () => evaluate.DynamicInvoke(),
            $"Target '{target.Name}' requires member '{NameOf(member, requirement)}' to be not null or empty");
    }

    private static void Demand(NukeBuild build, MemberInfo member, Func<object> value, string message)
    {
        if (!IsMissing(value()))
            return;
        if (member is not null && ParameterPrompt.CanAsk(member))
            BuildMembers.Set(member, build, ParameterPrompt.Ask(member));
        if (IsMissing(value()))
            Assert.Fail(message);
    }

    private static string NameOf(MemberInfo member, LambdaExpression requirement) =>
        member is null ? requirement.Body.ToString() : BuildMembers.ShortName(member);

    private static bool IsMissing(object value) => value is null or "";
}
