using System.Text;
using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Groovy;
using FashionMnist.Build.Pipelines.Jenkins;
using FashionMnist.Build.Tests.Pipelines.Harness;
using FashionMnist.Models.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Nuke.Common;
using Nuke.Common.Execution;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>Any target graph and any text give a file that Jenkins can read and that does what was meant. One Groovy looks at all of them.</summary>
public sealed class AnyGraphTests : IDisposable
{
    private const int Graphs = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("graphs-").FullName;

    /// <summary>Dependencies of each target on earlier ones, as numbers; and whether it may fail.</summary>
    private static Gen<(int[] Dependencies, int[] Triggers, bool MayFail)[]> AnyGraph =>
        from count in Gen.Choose(1, 12)
        from targets in Gen.CollectToArray(Enumerable.Range(0, count), i =>
            from dependencies in Gen.ArrayOf(Gen.Choose(0, Math.Max(0, i - 1)))
            from triggers in Gen.ArrayOf(Gen.Choose(Math.Min(count, i + 1), count))
            from mayFail in Gen.Elements(true, false)
            select (i == 0 ? [] : dependencies, triggers.Where(x => x < count).Take(1).ToArray(), mayFail))
        select targets;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GroovyFact]
    public async Task Any_graph_gives_a_file_that_runs_every_target_once_and_after_those_it_needs()
    {
        var graphs = AnyGraph.Sample(Graphs).Select(Targets).ToList();
        var files = graphs.Select((x, i) => Write(i, Generate(x))).ToList();

        Assert.Empty(await GroovyHarness.LintAsync(files));
        var runs = await GroovyHarness.PlayAsync([.. files.Select(x => new JenkinsScenario(x))]);

        Assert.All(graphs.Zip(runs), pair =>
        {
            var order = pair.Second.Targets.ToList();
            Assert.Equal(order.Distinct(), order);
            Assert.Contains(pair.First[^1].Name, order);
            foreach (var target in pair.First.Where(x => order.Contains(x.Name)))
                Assert.All(target.ExecutionDependencies, x => Assert.InRange(order.IndexOf(x.Name), 0, order.IndexOf(target.Name) - 1));
        });
    }

    [GroovyFact]
    public async Task Any_text_comes_out_of_Groovy_as_it_went_in()
    {
        var texts = ArbMap.Default.ArbFor<string>().Generator.Sample(150).OfType<string>()
            // Half a surrogate pair is no text in a file.
            .Where(x => x == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(x)))
            .Concat(["'", "\\", "\\u0041", "'''", "$x ${y}", "a\nb\r\n\tc", "😀\u2028", "ends with \\", "ends with '"])
            .ToList();
        var pipeline = new DeclarativePipeline
        {
            Agent = new Agent(),
            Stages =
            [
                new Stage("one") { Steps = [.. texts.Select(x => new GroovyStep(new GroovyCall("echo", x)))] },
                new Stage("lines") { Steps = [.. texts.Select(x => new GroovyStep(new GroovyCall("echo", new GroovyText(x.ReplaceLineEndings("\n") + "\n'") { IsScript = true })))] },
            ],
        };

        var run = Assert.Single(await GroovyHarness.PlayAsync(new JenkinsScenario(Write(0, DeclarativeWriter.Write(pipeline)))));

        Assert.Equal(texts, run.Log.Where(x => x is { Kind: "echo", Stage: "one" }).Select(x => x.Text));
    }

    [GroovyFact]
    public async Task The_linter_notices_what_a_Jenkins_would_refuse()
    {
        (string Text, string Other, string Finding)[] cases =
        [
            ("steps {", "stepz {", "'stepz' is no section of stage"),
            ("always {", "allways {", "'allways' is no condition of post"),
            ("agent any", "", "the pipeline has no agent"),
            ("stage('T0') {", "stage('Checkout') {", "two stages are called 'Checkout'"),
            ("sh './build.sh T0 --skip'", "slackSend 'x'", "the step 'slackSend' is in none of the plugins"),
            ("sh './build.sh T0 --skip'", "sh \"./build.sh ${params.X}\"", "Groovy puts values into the script of sh"),
            ("sh './build.sh T0 --skip'", "if (true) { echo 'x' }", "something other than a step stands outside of script"),
            ("sh './build.sh T0 --skip'", "", "stage 'T0' has no step"),
            ("timestamps()", "timestampz()", "'timestampz' is no option"),
            ("BRANCH_NAME = \"${params.BRANCH}\"", "BRANCH_NAME = 1 + 1", "environment variable values must be"),
            ("description: 'Branch", "tooltip: 'Branch", "the parameter BRANCH has no description"),
            ("pipeline {", "pipeline", "unexpected token"),
        ];
        var good = Generate(Targets([([], [], false)]));
        var files = cases.Select((x, i) =>
        {
            Assert.Contains(x.Text, good, StringComparison.Ordinal);
            return Write(i, good.Replace(x.Text, x.Other, StringComparison.Ordinal));
        }).ToList();

        var findings = await GroovyHarness.LintAsync(files);

        Assert.All(cases.Zip(files), x => Assert.Contains(findings, y => y.StartsWith(x.Second + ":", StringComparison.Ordinal) && y.Contains(x.First.Finding, StringComparison.Ordinal)));
    }

    private static string Generate(ExecutableTarget[] targets) => new JenkinsPipelineAttribute("Jenkinsfile", targets[^1].Name)
        .Generate(new PipelineSource(new GraphBuild(), targets, new FashionMnistOptions()));

    private static ExecutableTarget[] Targets((int[] Dependencies, int[] Triggers, bool MayFail)[] graph)
    {
        var targets = graph.Select((x, i) =>
        {
            var target = (ExecutableTarget)Activator.CreateInstance(typeof(ExecutableTarget), nonPublic: true)!;
            Set(target, nameof(ExecutableTarget.Name), $"T{i}");
            Set(target, nameof(ExecutableTarget.ProceedAfterFailure), x.MayFail);
            target.ArtifactProducts.Add(Path.Combine(NukeBuild.RootDirectory, "artifacts", $"it's {i}.junit.xml"));
            return target;
        }).ToArray();
        for (var i = 0; i < graph.Length; i++)
        {
            foreach (var dependency in graph[i].Dependencies)
                targets[i].ExecutionDependencies.Add(targets[dependency]);
            foreach (var triggered in graph[i].Triggers)
            {
                targets[i].Triggers.Add(targets[triggered]);
                targets[triggered].TriggerDependencies.Add(targets[i]);
            }
        }

        return targets;
    }

    // Only the engine makes targets; tests must reach behind it.
    private static void Set(ExecutableTarget target, string property, object value) => typeof(ExecutableTarget).GetProperty(property)!.SetValue(target, value);

    private string Write(int number, string text)
    {
        var file = Path.Combine(_folder, $"Jenkinsfile.{number}");
        File.WriteAllText(file, text);
        return file;
    }

    private sealed class GraphBuild : NukeBuild;
}
