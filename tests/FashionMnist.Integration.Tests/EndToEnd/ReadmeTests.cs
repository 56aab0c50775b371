using System.Text.RegularExpressions;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>The README's commands, typed one after the other into a clean clone.</summary>
[Collection(CleanClone.Collection)]
public sealed partial class ReadmeTests(CleanClone clone)
{
    /// <summary>It is the command that runs these very tests.</summary>
    private const string Self = "Test";

    [EndToEndFact]
    public void Every_command_of_the_README_works_in_the_order_it_stands_there()
    {
        var commands = Commands().Matches(File.ReadAllText(Path.Combine(clone.Root, "README.md")))
            .Select(x => Words().Matches(x.Groups["arguments"].Value).Select(y => y.Value.Trim('"')).ToList())
            .ToList();

        Assert.Contains(commands, x => x is [Self]);
        Assert.True(commands.Count >= 10, $"only {commands.Count} commands found");
        foreach (var command in commands.Where(x => x is not [Self]))
            clone.Build(data: null, CleanClone.MadeTiny(command)).EndsWith(0);
    }

    [GeneratedRegex("^(?:[A-Z_]+=\\S+ )?\\./build\\.sh (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
