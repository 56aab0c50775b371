using FashionMnist.Build.Tests.Pipelines;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Documents;

/// <summary>The drawings of the documents, drawn again by Mermaid in a browser.</summary>
public sealed class DiagramTests : IDisposable
{
    private const string Source = "flowchart LR\n    a[one] --> b[two]\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diagrams-");

    [DiagramFact]
    public async Task Every_drawing_is_that_of_its_source()
    {
        var sources = Directory.GetFiles(Path.Combine(Sources.Root, "docs"), "*.mmd", SearchOption.AllDirectories);

        Assert.NotEmpty(sources);
        await Expect(0, "", ["--check", .. sources]);
    }

    [DiagramFact]
    public async Task A_drawing_that_is_missing_stale_or_touched_is_noticed()
    {
        var source = Path.Combine(_folder.FullName, "a.mmd");
        var drawing = Path.ChangeExtension(source, ".svg");
        File.WriteAllText(source, Source);
        await Expect(1, "is missing", ["--check", source]);
        await Expect(0, "a.svg", [source]);
        await Expect(0, "", ["--check", source]);

        File.WriteAllText(drawing, File.ReadAllText(drawing).Replace(">two<", ">three<", StringComparison.Ordinal));
        await Expect(1, "shows other text", ["--check", source]);
        File.WriteAllText(source, Source + "    b --> c[three]\n");
        await Expect(1, "is not drawn from this source", ["--check", source]);
        File.WriteAllText(source, "flowchart LR\n    a[one --> b\n");
        await Expect(1, "cannot be drawn", ["--check", source]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task Expect(int exitCode, string text, string[] arguments)
    {
        var (actual, lines, errors) = await Node.RunAsync(Sources.Root, ["tools/diagrams/render.mjs", .. arguments]);

        var output = string.Join('\n', lines);
        Assert.True(actual == exitCode && output.Contains(text, StringComparison.Ordinal), $"exit code {actual}\n{output}\n{errors}");
    }
}

/// <summary>Needs node, the packages of tests/validators, and a headless Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DiagramFactAttribute : FactAttribute
{
    public DiagramFactAttribute()
    {
        Skip = Slow.WhySkipped("draws every diagram in a browser");
        if (Skip is not null)
            return;
        if (!Directory.Exists(Path.Combine(ValidatorTheoryAttribute.Folder, "node_modules")))
            Skip = "the validators are not installed; npm ci --prefix tests/validators";
        else if (Installed.Find("chromium-headless-shell") is null)
            Skip = "no headless Chromium; apt-get install chromium-headless-shell";
    }
}
