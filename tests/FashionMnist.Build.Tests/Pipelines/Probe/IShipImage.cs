using System.Xml.Linq;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Components;

internal enum Platform
{
    Amd64,
    Arm64,
}

internal interface IShipImage : IHazArtifacts
{
    [Parameter("Platform of the image, it's one of two")]
    Platform Platform => TryGetValue<Platform?>(() => Platform) ?? Platform.Arm64;

    [Parameter("Whether the layers become one")]
    bool Squash => TryGetValue<bool?>(() => Squash) ?? true;

    [Parameter("How many old images are kept")]
    int Keep => TryGetValue<int?>(() => Keep) ?? 7;

    [Parameter("Labels of the image", Separator = ",")]
    string[] Labels => TryGetValue(() => Labels) ?? ["a", "b"];

    [Parameter("Folder of the cache; \\ and \"quotes\" and ${dollars}")]
    AbsolutePath Cache => TryGetValue(() => Cache) ?? RootDirectory / "artifacts" / "cache";

    [Parameter]
    string? BaseImage => TryGetValue(() => BaseImage);

    [Parameter("Token of the registry")]
    [Secret]
    string? RegistryToken => TryGetValue(() => RegistryToken);

    Target PullBase => _ => _
        .Executes(() => Note("pulled"));

    Target BuildImage => _ => _
        .DependsOn(PullBase)
        .Produces(RootDirectory / "src" / "bin" / "*.dll", ArtifactsDirectory / "image" / "*.json")
        .Executes(() => Note($"built {Platform} {Keep} {string.Join('+', Labels)} {BaseImage ?? "none"}"));

    Target Advise => _ => _
        .DependsOn(BuildImage)
        .ProceedAfterFailure()
        .Executes(() => Note("advised"));

    Target SmokeImage => _ => _
        .DependsOn(BuildImage, Advise)
        .Produces(ArtifactsDirectory / "smoke.junit.xml", ArtifactsDirectory / "smoke.trx")
        .Executes(() =>
        {
            Note("smoked");
            if (Environment.GetEnvironmentVariable("SMOKE_FAILS") != "1")
                return;
            Results("answers", "says its version").Save(ArtifactsDirectory / "smoke.junit.xml");
            throw new InvalidOperationException("the image does not answer, and knows the token " + RegistryToken);
        });

    Target PushImage => _ => _
        .DependsOn(SmokeImage)
        .Requires(() => RegistryToken)
        .Executes(() => Note($"pushed with a token of {RegistryToken!.Length}"));

    Target CleanUp => _ => _
        .After(PushImage)
        .AssuredAfterFailure()
        .Executes(() => Note("cleaned up"));

    private void Note(string text)
    {
        ArtifactsDirectory.CreateDirectory();
        File.AppendAllText(ArtifactsDirectory / "notes.txt", text + "\n");
    }

    private static XDocument Results(params string[] failed) => new(new XElement(
        "testsuites",
        new XElement("testsuite", failed.Select(x => new XElement("testcase", new XAttribute("classname", "Smoke"), new XAttribute("name", x), new XElement("failure"))))));
}
