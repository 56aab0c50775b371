using FashionMnist.Models;
using Nuke.Common;

namespace FashionMnist.Build.Components;

/// <summary>Makes the documented exit code of a <see cref="FashionMnistException"/> the build's own.</summary>
internal static class GuardedAction
{
    /// <summary>A guarded action of a target.</summary>
    public static Action Guarded(this INukeBuild build, Action action) => () => build.Guarded<object?>(() =>
    {
        action();
        return null;
    });

    /// <summary>A guarded action of a target that waits.</summary>
    public static Func<Task> Guarded(this INukeBuild build, Func<Task> action) => async () =>
    {
        try
        {
            await action();
        }
        catch (FashionMnistException e)
        {
            build.ExitCode = e.ExitCode;
            throw;
        }
    };

    /// <summary>A guarded look at something, for conditions.</summary>
    public static T Guarded<T>(this INukeBuild build, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (FashionMnistException e)
        {
            build.ExitCode = e.ExitCode;
            throw;
        }
    }
}
