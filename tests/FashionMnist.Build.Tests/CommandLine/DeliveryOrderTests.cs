using System.Linq.Expressions;
using FashionMnist.Build.Components;
using FashionMnist.Build.Deployment;
using FashionMnist.Build.Jenkins;
using FashionMnist.Build.Pipelines;
using FashionMnist.Build.Settings;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Components;

namespace FashionMnist.Build.Tests.CommandLine;

/// <summary>
/// What may find something unfit runs before what delivers it. Engines sort the whole graph of targets and leave out what is not needed; each of them keeps
/// the edges of the graph and may choose the rest, so a path of edges between two targets decides for every engine and every set of targets.
/// </summary>
public sealed class DeliveryOrderTests
{
    private const int Sets = 10_000;

    private static readonly string[] Checks =
    [
        nameof(ITest.Test), nameof(IGeneratePipelines.CheckPipelines), nameof(IFetchData.CheckData), nameof(IBuildImage.CheckLicences),
        nameof(ISmokeImage.SmokeImage), nameof(IEvaluateModel.Evaluate),
    ];

    private static readonly string[] Deliveries =
    [
        nameof(IPublishModel.PublishModel), nameof(IPromoteModel.Promote), nameof(IPromoteModel.Rollback), nameof(IPromoteModel.PruneModels),
        nameof(IPushImage.PushImage), nameof(IPushConfig.PushConfig), nameof(IDeploy.Deploy), nameof(ITriggerJenkins.TriggerJenkins),
    ];

    private static readonly Dictionary<string, ExecutableTarget> Targets = Graph().ToDictionary(x => x.Name);

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var check in Checks)
            {
                foreach (var delivery in Deliveries)
                    pairs.Add(check, delivery);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_check_comes_before_a_delivery(string check, string delivery) => Assert.Contains(Targets[check], Before(Targets[delivery]));

    /// <summary>Chosen orders differ from engine to engine, so each set is sorted by chance within what the edges allow.</summary>
    [Fact]
    public void In_any_set_of_targets_and_any_order_that_the_graph_allows_checks_come_first()
    {
        var drawn = new Random(1);
        for (var i = 0; i < Sets; i++)
        {
            var plan = AnyOrder(drawn).Where(_ => drawn.Next(3) > 0).Select(x => x.Name).ToList();
            var firstDelivery = plan.FindIndex(Deliveries.Contains);
            var lastCheck = plan.FindLastIndex(Checks.Contains);
            Assert.True(firstDelivery < 0 || lastCheck < firstDelivery, string.Join(' ', plan));
        }
    }

    [Fact]
    public void Every_target_that_only_looks_for_faults_is_known_here() => Assert.Equal(
        Checks.Where(x => x.StartsWith("Check", StringComparison.Ordinal)).Append(nameof(IRehearse.CheckRehearsal)).Order(StringComparer.Ordinal),
        Targets.Keys.Where(x => x.StartsWith("Check", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static List<ExecutableTarget> AnyOrder(Random drawn)
    {
        var left = Targets.Values.ToList();
        var order = new List<ExecutableTarget>();
        while (left.Count > 0)
        {
            var ready = left.Where(x => !x.AllDependencies.Any(left.Contains)).ToArray();
            var next = ready[drawn.Next(ready.Length)];
            left.Remove(next);
            order.Add(next);
        }

        return order;
    }

    private static HashSet<ExecutableTarget> Before(ExecutableTarget target)
    {
        var found = new HashSet<ExecutableTarget>();
        var open = new Stack<ExecutableTarget>([target]);
        while (open.TryPop(out var next))
        {
            foreach (var earlier in next.AllDependencies.Where(found.Add))
                open.Push(earlier);
        }

        return found;
    }

    /// <summary>Only the engine makes targets; tests must reach behind it.</summary>
    private static IReadOnlyCollection<ExecutableTarget> Graph()
    {
        var factory = typeof(NukeBuild).Assembly.GetType("Nuke.Common.Execution.ExecutableTargetFactory")!
            .GetMethod("CreateAll", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(typeof(global::Build));
        Expression<Func<global::Build, Target>>[] defaults = [x => ((ITest)x).Test];
        return (IReadOnlyCollection<ExecutableTarget>)factory.Invoke(null, [new global::Build(), defaults])!;
    }
}
