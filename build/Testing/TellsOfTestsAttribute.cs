using FashionMnist.Build.Output;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Nuke.Components;
using Serilog;

namespace FashionMnist.Build.Testing;

/// <summary>Says after <see cref="ITest.Test"/> which tests did not end and where their stacks are, and what was skipped and how it runs.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TellsOfTestsAttribute : BuildExtensionAttributeBase, IOnTargetSucceeded, IOnTargetFailed
{
    public void OnTargetSucceeded(ExecutableTarget target) => Tell(target);

    public void OnTargetFailed(ExecutableTarget target) => Tell(target);

    /// <summary>Says it of the files of one run.</summary>
    /// <param name="files">The files.</param>
    /// <param name="stacks">Makes text of the dumps and answers where it is.</param>
    /// <param name="log">Where it is said.</param>
    internal static void Tell(TestRunFiles files, Func<IEnumerable<string>> stacks, ILogger log)
    {
        var notEnded = files.NotEnded;
        foreach (var test in notEnded)
            log.Error("{Test:l} did not end", test);
        if (notEnded.Count > 0)
        {
            foreach (var line in stacks())
                log.Error("{Line:l}", line);
        }

        var skipped = files.Skipped;
        foreach (var (reason, count) in skipped)
            log.Information("Skipped {Count}: {Reason:l}", count, reason);
        if (skipped.Count > 0)
            log.Information("One command installs and starts what they need on Debian, as root, and runs all tests: .ci/run");
    }

    private void Tell(ExecutableTarget target)
    {
        if (target.Name == nameof(ITest.Test))
            Tell(new TestRunFiles(((ITest)Build).TestResultDirectory, BuildOutput.Start), Stacks, Log.Logger);
    }

    private IEnumerable<string> Stacks()
    {
        var folder = ((ITest)Build).TestResultDirectory;
        if (OperatingSystem.IsWindows())
            return [$"The dumps of their processes are in {folder}; show the stacks with: dotnet dump analyze FILE -c \"clrstack -all\""];
        var run = ProcessTasks.StartProcess("bash", $"tests/stacks.sh {folder}", Build.RootDirectory, logOutput: false, logInvocation: false);
        run.WaitForExit();
        return run.Output.Select(x => x.Text);
    }
}
