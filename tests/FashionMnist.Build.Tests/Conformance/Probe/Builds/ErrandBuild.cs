using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using static Notes;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

/// <summary>Processes, tools, command lines.</summary>
internal sealed class ErrandBuild : NukeBuild
{
    public static int Run() => Execute<ErrandBuild>(x => x.Talk);

    private static AbsolutePath Parrot => RootDirectory / "stubs" / "parrot";

    private Target Talk => _ => _.Executes(() =>
    {
        var process = ProcessTasks.StartProcess(Parrot, "both");
        Note($"waited {process.WaitForExit()}, exited {process.HasExited}, code {process.ExitCode}");
        Note($"{process.FileName} {process.Arguments} in {process.WorkingDirectory}");
        Note(Lines(process.Output));
        Note(process.Output.StdToText().Replace("\n", "|"));
        Try("zero", () => process.AssertZeroExitCode());
        Try("only standard output", () => process.Output.EnsureOnlyStd());
    });

    private Target Refuse => _ => _.Executes(() =>
    {
        var process = ProcessTasks.StartProcess(Parrot, "refuse 6").AssertWaitForExit();
        Note($"code {process.ExitCode}");
        Try("zero", () => process.AssertZeroExitCode());
    });

    private Target RefuseAndFail => _ => _.Executes(() => ProcessTasks.StartProcess(Parrot, "refuse 6").AssertZeroExitCode());

    private Target Surroundings => _ => _.Executes(() =>
    {
        ProcessTasks.StartProcess(Parrot, "where").AssertZeroExitCode();
        ProcessTasks.StartProcess(Parrot, "where", environmentVariables: new Dictionary<string, string> { ["FLAG"] = "alone" })
            .AssertZeroExitCode();
        var variables = EnvironmentInfo.Variables.ToDictionary(x => x.Key, x => x.Value);
        variables["FLAG"] = "added";
        ProcessTasks.StartProcess(Parrot, "where", environmentVariables: variables).AssertZeroExitCode();
        ProcessTasks.StartProcess(Parrot, "where", workingDirectory: RootDirectory / "stubs").AssertZeroExitCode();
    });

    private Target Listeners => _ => _.Executes(() =>
    {
        ProcessTasks.StartProcess(Parrot, "both", logger: (type, text) => Note($"{type} {text}")).AssertZeroExitCode();
        Note(Lines(ProcessTasks.StartProcess(Parrot, "both", logOutput: false).AssertZeroExitCode().Output));
        ProcessTasks.StartProcess(Parrot, "say hello", logInvocation: false).AssertZeroExitCode();
        var filtered = ProcessTasks.StartProcess(Parrot, "say pass-word", outputFilter: x => x.Replace("pass-word", "***"))
            .AssertZeroExitCode();
        Note($"{filtered.Arguments} {Lines(filtered.Output)}");
    });

    private Target Patience => _ => _.Executes(() =>
    {
        Note($"waited {ProcessTasks.StartProcess(Parrot, "sleep 30", timeout: 300).WaitForExit()}");
        Try("waiting", () => ProcessTasks.StartProcess(Parrot, "sleep 30", timeout: 300).AssertWaitForExit());
    });

    private Target Missing => _ => _.Executes(() =>
    {
        Try("file", () => ProcessTasks.StartProcess(RootDirectory / "stubs" / "crow", "x"));
        Try("name", () => ProcessTasks.StartProcess("no-such-crow", "x"));
        Try("folder", () => ProcessTasks.StartProcess(Parrot, "x", workingDirectory: RootDirectory / "nest"));
    });

    private Target Tools => _ => _.Executes(() =>
    {
        var tool = ToolResolver.GetPathTool("echoes");
        var spaced = RootDirectory / "bread bin";
        var pin = "1234-5678";
        tool("one argument with spaces");
        tool($"path {spaced} word {"rye"} words {"rye bread"} raw {"rye bread":nq}");
        tool($"pin {pin:r} option --pin={pin:r}");
        tool($"quotes {"say \"hi\""} number {7} truth {true}");
        tool($"empty {""} end");
        Note(Lines(tool($"quiet {pin}", logOutput: false, logInvocation: false)));
        Try("refusal", () => ToolResolver.GetPathTool("parrot")($"refuse 4"));
        ToolResolver.GetPathTool("parrot")($"refuse 4", exitHandler: x => Note($"handled {x.ExitCode}"));
        ProcessTasks.StartShell("echo from \"the shell\"").AssertZeroExitCode();
    });

    private Target DotNetCommands => _ => _.Executes(() =>
    {
        var project = RootDirectory / "src" / "Roll.csproj";
        DotNet($"format {project} --verify-no-changes");
        DotNetRestore(_ => _
            .SetProjectFile(project).EnableLockedMode().SetRuntime("linux-x64").SetSources("near", "far").SetIgnoreFailedSources(true));
        DotNetBuild(_ => _
            .SetProjectFile(project).SetConfiguration("Release").SetFramework("net10.0").EnableNoRestore().EnableNoIncremental()
            .SetOutputDirectory(RootDirectory / "the oven")
            .SetVersion("2.1.0").SetAssemblyVersion("2.0.0.0").SetFileVersion("2.1.0.7").SetInformationalVersion("2.1.0+abc")
            .EnableTreatWarningsAsErrors()
            .SetContinuousIntegrationBuild(true).SetDeterministic(true).SetProperty("Flour", "wheat;rye meal").EnableNoLogo()
            .SetVerbosity(DotNetVerbosity.minimal));
        DotNetTest(_ => _
            .SetProjectFile(project).SetConfiguration("Debug").EnableNoBuild().EnableNoRestore().SetFilter("Kind!=Slow")
            .SetLoggers("trx;LogFileName=r.trx").AddLoggers("console")
            .SetResultsDirectory(RootDirectory / "results").SetDataCollector("Code Coverage")
            .SetSettingsFile(RootDirectory / "r.runsettings")
            .AddRunSetting("RunConfiguration.MaxCpuCount", "2").SetBlameHangTimeout("3m"));
        DotNetPublish(_ => _
            .SetProject(project).SetConfiguration("Release").SetOutput(RootDirectory / "out").SetRuntime("linux-x64")
            .SetSelfContained(false).SetPublishSingleFile(true)
            .SetPublishTrimmed(false).SetPublishReadyToRun(true).EnableNoBuild().EnableNoRestore());
        DotNetBuild(_ => _
            .SetProjectFile(project).SetProcessAdditionalArguments("--more", "-p:Salt=1").SetProcessEnvironmentVariable("FLAG", "set")
            .SetProcessWorkingDirectory(RootDirectory / "stubs"));
        DotNetBuild(_ => _.SetProjectFile(project).DisableProcessOutputLogging().DisableProcessInvocationLogging());
        DotNetBuild(_ => _.SetProjectFile(project).SetProperty("Pin", "1234-5678").AddProcessRedactedSecrets("1234-5678"));
        DotNetBuild(_ => _
            .SetProjectFile(project).When(_ => true, x => x.SetConfiguration("Taken")).When(_ => false, x => x.SetConfiguration("Left")));
        Try("refusal", () => DotNetBuild(_ => _.SetProcessToolPath(Parrot).SetProcessAdditionalArguments("refuse 5")));
        var output = DotNetBuild(_ => _
            .SetProcessToolPath(Parrot)
            .SetProcessAdditionalArguments("refuse 5")
            .SetProcessExitHandler(x => Note($"handled {x.ExitCode}")));
        Note($"lines {output.Count}");
    });

    private static string Lines(IEnumerable<Output> output) => string.Join(" | ", output.Select(x => $"{x.Type} {x.Text}"));

    private static void Try(string what, Action action) => Attempt(what, () =>
    {
        action();
        return "fine";
    });
}
