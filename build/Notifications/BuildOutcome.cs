namespace FashionMnist.Build.Notifications;

/// <summary>How a build of a server ended, as far as somebody wants to hear of it.</summary>
public enum BuildOutcome
{
    /// <summary>Something failed.</summary>
    Failed,

    /// <summary>Somebody, or the time limit, stopped it.</summary>
    Aborted,

    /// <summary>All targets succeeded, and the server does not call the build good: old or foreign test results, for example.</summary>
    Unstable,

    /// <summary>It succeeded, and the last one of its branch that came to an end had not.</summary>
    Recovered,
}
