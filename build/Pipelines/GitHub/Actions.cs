using FashionMnist.Build.Pipelines.Yaml;

namespace FashionMnist.Build.Pipelines.GitHub;

/// <summary>The actions that workflows use, each at one exact commit: a tag can be moved to another one.</summary>
internal static class Actions
{
    public static YamlText Checkout { get; } = Pinned("actions/checkout", "11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2");

    public static YamlText SetupDotNet { get; } = Pinned("actions/setup-dotnet", "67a3573c9a986a3f9c594539f4ab511d57bb3ce9", "v4.3.1");

    public static YamlText UploadArtifact { get; } = Pinned("actions/upload-artifact", "ea165f8d65b6e75b540449e92b4886f43607fa02", "v4.6.2");

    private static YamlText Pinned(string action, string commit, string version) => new($"{action}@{commit}", version);
}
