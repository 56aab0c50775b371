using System.Text.RegularExpressions;
using FashionMnist.Build.CommandLine;

namespace FashionMnist.Build.Tests.Documents;

/// <summary>What documents name is there: files, headings, targets and options.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Roots = ["docs", "deploy"];

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Sources.Root, "*.md")
            .Concat(Roots.SelectMany(x => Directory.EnumerateFiles(Path.Combine(Sources.Root, x), "*.md", SearchOption.AllDirectories)))
            .Select(x => Path.GetRelativePath(Sources.Root, x))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_into_this_repository_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Sources.Root, document))!;
        var text = File.ReadAllText(Path.Combine(Sources.Root, document));

        var dead = Links().Matches(WithoutCode(text))
            .Select(x => x.Groups["target"].Value)
            .Where(x => !x.Contains("://", StringComparison.Ordinal) && !x.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(x => !Leads(Path.Combine(Sources.Root, document), folder, x.Split('#')));

        Assert.Empty(dead);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_of_the_build_is_one_that_it_understands(string document)
    {
        var invocation = new Invocation(new BuildSurface(typeof(global::Build)));

        var problems = Commands().Matches(File.ReadAllText(Path.Combine(Sources.Root, document)))
            .Select(x => (Command: x.Value, Problem: invocation.ProblemWith([.. Words().Matches(x.Groups["arguments"].Value).Select(y => y.Value.Trim('"'))])))
            .Where(x => x.Problem is not null)
            .Select(x => $"{x.Command}: {x.Problem}");

        Assert.Empty(problems);
    }

    private static bool Leads(string document, string folder, string[] target)
    {
        var file = target[0].Length == 0 ? document : Path.GetFullPath(Path.Combine(folder, target[0]));
        if (target.Length == 1 || !file.EndsWith(".md", StringComparison.Ordinal))
            return Path.Exists(file);
        return File.Exists(file) && Headings().Matches(File.ReadAllText(file)).Any(x => Anchor(x.Groups["text"].Value) == target[1]);
    }

    // GitHub's rule: lower case, punctuation away, spaces to hyphens.
    private static string Anchor(string heading) => Punctuation().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => InlineCode().Replace(Fences().Replace(text, ""), "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\s-]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<=^|`)(?:[A-Z_]+=\S+ )*\./build\.sh (?<arguments>(?!<)[^`\n#|;&)]+)", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
