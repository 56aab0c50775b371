namespace Nuke.Common.Tooling;

/// <summary>Runs a tool as its settings say.</summary>
internal static class ToolRunner
{
    public static IReadOnlyCollection<Output> Run<T>(Configure<T> configurator)
        where T : ToolOptions, new() => Start(new T().Apply(configurator)).Finish();

    /// <summary>Runs several, <paramref name="degreeOfParallelism"/> at a time.</summary>
    public static IEnumerable<(T Settings, IReadOnlyCollection<Output> Output)> Run<T>(
        CombinatorialConfigure<T> configurator,
        int degreeOfParallelism,
        bool completeOnFailure)
        where T : ToolOptions, new()
    {
        var all = configurator(new T()).ToList();
        var results = new IReadOnlyCollection<Output>[all.Count];
        var failures = new List<Exception>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = degreeOfParallelism };
        Parallel.For(0, all.Count, options, (i, loop) =>
        {
            try
            {
                results[i] = Start(all[i]).Finish();
            }
            catch (Exception exception)
            {
                lock (failures)
                    failures.Add(exception);
                if (!completeOnFailure)
                    loop.Stop();
            }
        });
        return failures.Count == 0 ? [.. all.Zip(results)] : throw new AggregateException(failures);
    }

    private static (IProcess Process, Action<IProcess> ExitHandler) Start(ToolOptions settings)
    {
        var values = settings.Values;
        var process = ProcessTasks.StartProcess(
            values.ToolPath ?? settings.DefaultToolPath,
            values.Render(settings.Verb),
            values.WorkingDirectory,
            values.Variables,
            values.Timeout,
            values.LogOutput,
            values.LogInvocation,
            values.Logger,
            Arguments.Redaction(values.Secrets));
        return (process, values.ExitHandler ?? (x => x.AssertZeroExitCode()));
    }

    private static IReadOnlyCollection<Output> Finish(this (IProcess Process, Action<IProcess> ExitHandler) run)
    {
        run.ExitHandler(run.Process.AssertWaitForExit());
        return run.Process.Output;
    }
}
