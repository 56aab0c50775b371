using System.Linq.Expressions;
using System.Text;
using Nuke.Common.ValueInjection;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>The life of a build, from its construction to its exit code.</summary>
internal static class BuildManager
{
    private const int ErrorExitCode = -1;

    public static int Execute<T>(Expression<Func<T, Target>>[] defaults)
        where T : NukeBuild, new()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var build = new T();
        var executor = new BuildExecutor(build);
        Console.CancelKeyPress += (_, _) => Interrupt(build, executor);
        try
        {
            Prepare(build, defaults);
            executor.Execute(ParameterService.Value<string[]>("Skip", "+"));
            return build.ExitCode ??= build.IsSucceeding ? 0 : ErrorExitCode;
        }
        catch (Exception exception)
        {
            if (exception is not TargetExecutionException)
                Terminal.WriteLine(Unwrapped.From(exception).Message, ConsoleColor.Red);
            return build.ExitCode ??= ErrorExitCode;
        }
        finally
        {
            Finish(build);
        }
    }

    private static void Prepare<T>(T build, Expression<Func<T, Target>>[] defaults)
        where T : NukeBuild
    {
        Logging.Configure(build);
        build.Extensions = BuildExtensions.Of(build);
        var targets = ExecutableTargetFactory.CreateAll(build, defaults);
        TargetGraph.FailOnCycles(targets);
        build.ExecutableTargets = targets;
        build.Tell<IOnBuildCreated>(x => x.OnBuildCreated(targets));
        build.OnBuildCreated();
        Logo.Write(build);
        var invoked = ParameterService.Value<string[]>("Target", "+");
        build.ExecutionPlan = ExecutionPlanner.Plan(targets, invoked, ParameterService.Value<bool>("Strict"));
        build.Tell<IOnBuildInitialized>(x => x.OnBuildInitialized(targets, build.ExecutionPlan));
        build.OnBuildInitialized();
    }

    private static void Interrupt(NukeBuild build, BuildExecutor executor)
    {
        if (build.ExecutionPlan is null)
            return;
        executor.Interrupt();
        foreach (var target in build.RunningTargets)
        {
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Aborted;
        }

        Finish(build);
    }

    private static void Finish(NukeBuild build)
    {
        if (build.ExecutionPlan is null)
        {
            Log.CloseAndFlush();
            return;
        }

        foreach (var target in build.ScheduledTargets)
            target.Status = ExecutionStatus.NotRun;
        Outcome.Write(build);
        build.Tell<IOnBuildFinished>(x => x.OnBuildFinished());
        build.OnBuildFinished();
        Log.CloseAndFlush();
    }
}
