namespace FashionMnist.Build.Notifications;

/// <summary>How a build of a server ended, as far as somebody wants to hear of it.</summary>
public enum BuildOutcome
{
    /// <summary>Something failed.</summary>
    Failed,

    /// <summary>Somebody, or the time limit, stopped it.</summary>
    Aborted,

    /// <summary>It succeeded, and the one before had failed.</summary>
    Recovered,
}
