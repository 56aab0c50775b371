using FashionMnist.Build.CommandLine;
using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using FashionMnist.Build.Output;
using FashionMnist.Build.Settings;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using Nuke.Common;
using Nuke.Common.ProjectModel;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Nuke.Components;

[GroupedHelp]
internal sealed class Build : NukeBuild, ITest, IFormat, IShowConfig, IPushConfig, IPredict, ISmokeImage, IRehearse, IBench
{
    private EffectiveConfiguration? _settings;

    EffectiveConfiguration IHazSettings.Settings => _settings ??= BuildSettings.Load(this);

    IEnumerable<Project> ITest.TestProjects => ((IHazSolution)this).Solution.AllProjects.Where(x => x.Name.EndsWith(".Tests", StringComparison.Ordinal));

    Configure<DotNetTestSettings, Project> ITest.TestProjectSettings => (_, project) => _
        .AddLoggers($"junit;LogFileName={project.Name}.junit.xml");

    public static int Main()
    {
        BuildOutput.Install();
        return InvocationCheck.Run(typeof(Build)) ?? Execute<Build>(x => ((ITest)x).Test);
    }

    protected override void OnBuildCreated() => BuildOutput.Protect(this);

    protected override void OnBuildFinished() => SyntheticNotice.Last(this);

    protected override void OnBuildInitialized()
    {
        try
        {
            // What PushConfig is to mend in Parameter Store must not stop it.
            if (!ExecutionPlan.Any(x => x.Name == nameof(IPushConfig.PushConfig)))
                _settings = BuildSettings.Load(this);
            SyntheticNotice.First(this);
        }
        catch (FashionMnistException e)
        {
            Console.Error.WriteLine(e.Message);
            Environment.Exit(e.ExitCode);
        }
    }
}
