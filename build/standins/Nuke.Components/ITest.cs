using System.Xml.Linq;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;

namespace Nuke.Components;

public interface ITest : ICompile, IHazArtifacts
{
    AbsolutePath TestResultDirectory => ArtifactsDirectory / "test-results";

    int TestDegreeOfParallelism => 1;

    IEnumerable<Project> TestProjects { get; }

    Target Test => _ => _
        .DependsOn(Compile)
        .Produces(TestResultDirectory / "*.trx", TestResultDirectory / "*.xml")
        .Executes(() =>
        {
            try
            {
                DotNetTasks.DotNetTest(
                    _ => _
                        .Apply(TestSettingsBase)
                        .Apply(TestSettings)
                        .CombineWith(TestProjects, (x, project) => x
                            .Apply(TestProjectSettingsBase, project)
                            .Apply(TestProjectSettings, project)),
                    TestDegreeOfParallelism,
                    completeOnFailure: true);
            }
            finally
            {
                ReportTestCount();
            }
        });

    sealed Configure<DotNetTestSettings> TestSettingsBase => _ => _
        .SetConfiguration(Configuration)
        .SetNoBuild(SucceededTargets.Contains(Compile))
        .SetResultsDirectory(TestResultDirectory);

    sealed Configure<DotNetTestSettings, Project> TestProjectSettingsBase => (x, project) => x
        .SetProjectFile(project)
        .AddLoggers($"trx;LogFileName={project.Name}.trx");

    Configure<DotNetTestSettings> TestSettings => _ => _;

    Configure<DotNetTestSettings, Project> TestProjectSettings => (x, _) => x;

    void ReportTestCount()
    {
        var outcomes = TestResultDirectory.GlobFiles("*.trx")
            .SelectMany(x => XDocument.Load(x).Descendants().Where(y => y.Name.LocalName == "UnitTestResult"))
            .CountBy(x => x.Attribute("outcome")?.Value switch { "Passed" => "Passed", "Failed" => "Failed", _ => "Skipped" });
        ReportSummary(summary =>
        {
            foreach (var (outcome, count) in outcomes.OrderBy(x => x.Key, StringComparer.Ordinal))
                summary[outcome] = count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return summary;
        });
    }
}
