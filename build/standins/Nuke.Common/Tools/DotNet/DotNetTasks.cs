using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static class DotNetTasks
{
    internal const string Executable = "dotnet";

    public static IReadOnlyCollection<Output> DotNet(
        ArgumentStringHandler arguments,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<IProcess, object> exitHandler = null) =>
        ToolResolver.GetPathTool(Executable)
            .Invoke(arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler is null ? null : x => exitHandler(x));

    public static IReadOnlyCollection<Output> DotNetRestore(Configure<DotNetRestoreSettings> configurator) => ToolRunner.Run(configurator);

    public static IReadOnlyCollection<Output> DotNetBuild(Configure<DotNetBuildSettings> configurator) => ToolRunner.Run(configurator);

    public static IReadOnlyCollection<Output> DotNetTest(Configure<DotNetTestSettings> configurator) => ToolRunner.Run(configurator);

    public static IReadOnlyCollection<Output> DotNetPublish(Configure<DotNetPublishSettings> configurator) => ToolRunner.Run(configurator);

    public static IReadOnlyCollection<Output> DotNetFormat(Configure<DotNetFormatSettings> configurator) => ToolRunner.Run(configurator);

    public static IEnumerable<(DotNetTestSettings Settings, IReadOnlyCollection<Output> Output)> DotNetTest(
        CombinatorialConfigure<DotNetTestSettings> configurator,
        int degreeOfParallelism = 1,
        bool completeOnFailure = false) => ToolRunner.Run(configurator, degreeOfParallelism, completeOnFailure);

    public static IEnumerable<(DotNetPublishSettings Settings, IReadOnlyCollection<Output> Output)> DotNetPublish(
        CombinatorialConfigure<DotNetPublishSettings> configurator,
        int degreeOfParallelism = 1,
        bool completeOnFailure = false) => ToolRunner.Run(configurator, degreeOfParallelism, completeOnFailure);
}
