using FashionMnist.Build.Git;
using FashionMnist.Models;
using Nuke.Common.IO;

namespace FashionMnist.Build.Components;

/// <summary>What must hold before something leaves a checkout for an environment.</summary>
internal static class DeliveryRules
{
    private const string EventVariable = "CODEBUILD_WEBHOOK_EVENT";

    /// <summary>Refuses another branch than the one that may deliver; on a server also a commit that is not part of it.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="required">The branch; none: any.</param>
    /// <param name="onServer">Whether the name of the branch is only a claim of a server's variables.</param>
    /// <param name="variable">The environment.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.AccessDenied"/>.</exception>
    public static void RequireBranch(AbsolutePath root, string environment, string? required, bool onServer, Func<string, string?> variable)
    {
        if (required is null)
            return;
        var actual = WorkingTree.Branch(root, variable);
        if (actual != required)
            throw Denied(environment, required, $"this is '{actual}'");
        if (!onServer)
            return;
        // A pull request names its own branch, and anyone may call a branch like ours.
        if (variable(EventVariable) is { Length: > 0 } trigger && trigger.StartsWith("PULL_REQUEST", StringComparison.Ordinal))
            throw Denied(environment, required, "this is a pull request");
        if (!WorkingTree.Knows(root, required))
        {
            throw Denied(
                environment, required, $"this clone does not know origin/{required}: let the server clone the whole repository (CodeBuild: Git clone depth Full)");
        }

        if (!WorkingTree.IsPartOf(root, required))
            throw Denied(environment, required, "this commit is not part of it");
    }

    /// <summary>Refuses a folder as the store on a server, where it would be gone with the workspace, unless somebody chose it.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/>.</exception>
    public static void RequireLastingStore(string environment, string store, bool isShared, bool isChosen, bool onServer)
    {
        if (onServer && !isShared && !isChosen)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"$.store.environments.{environment}.modelStore: {store} is a folder of this build server; "
                + "set NUKE_ENVIRONMENT, or name the folder by --model-store");
        }
    }

    private static FashionMnistException Denied(string environment, string required, string problem) =>
        new(ExitCodes.AccessDenied, $"Only branch '{required}' may change production of environment '{environment}'; {problem}");
}
