namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>A step of a rehearsal with four shards, and what shows that it is in its middle.</summary>
/// <param name="Name">What its line says.</param>
/// <param name="Middle">Text of a line from there on, or none.</param>
/// <param name="Containers">How many containers of the rehearsal have started by then.</param>
internal sealed record RehearsalStep(string Name, string? Middle = null, int Containers = 0)
{
    /// <summary>All steps. The number of containers follows from what each of them runs: one, six, two merges, six, seven.</summary>
    public static readonly IReadOnlyList<RehearsalStep> All =
    [
        new("make a versioned bucket"),
        new("PublishModel and Promote", "║ Promote"),
        new("BuildImage", "║ BuildImage"),
        new("PushImage", ": Pushing"),
        new("pull the image"),
        new("predict in one container", Containers: 1),
        new("predict in 4 containers", Containers: 4),
        new("merge the 4 shards", Containers: 8),
        new("change the input", Containers: 12),
        new("more shards than images", Containers: 18),
    ];
}

/// <summary>A server that is killed in the middle of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Server"><c>s3</c>, <c>registry</c> or <c>engine</c>.</param>
internal sealed record RehearsalFault(RehearsalStep Step, string Server)
{
    /// <summary>Asks for every server in every step, which takes a quarter of an hour.</summary>
    public const string AllVariable = "FASHION_MNIST_TEST_ALL_KILLS";

    private static readonly string[] Servers = ["s3", "registry", "engine"];

    // A server that the step needs, each of them at least twice.
    private static readonly string[] Chosen = ["s3", "s3", "engine", "registry", "registry", "s3", "s3", "engine", "s3", "engine"];

    /// <summary>What a run tries: every step once, or all.</summary>
    public static IEnumerable<RehearsalFault> Tried => Environment.GetEnvironmentVariable(AllVariable) == "1"
        ? RehearsalStep.All.SelectMany(step => Servers.Select(server => new RehearsalFault(step, server)))
        : RehearsalStep.All.Zip(Chosen, (step, server) => new RehearsalFault(step, server));

    /// <summary>Whether a rehearsal may end well without the server: nothing after the pull needs a registry, and an image is there for all that follows.</summary>
    public bool MayBeHarmless => Server == "registry" && Step.Containers > 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Server} killed in \"{Step.Name}\"";
}
