namespace FashionMnist.Build.Tests.Conformance;

/// <summary>
/// A case as a text file: comments (<c>#</c>), directives (<c>%</c>), lines of a file to write (<c>&gt;</c>), command lines of the
/// probe (<c>$</c>) and questions to the file system (<c>?</c>), these two followed by what came out (<c>|</c>).
/// </summary>
internal sealed class Transcript
{
    private Transcript(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    public static Transcript Read(string path) => new(
    [
        .. File.ReadAllLines(path)
            .Where(x => x.Length > 0 && x[0] != '|')
            .Select(x => new Step(x[0], x[1..].TrimStart())),
    ]);

    /// <summary>The file's text, with each step's outcome as it was this time.</summary>
    public string With(Func<Step, string?> outcome)
    {
        var lines = new List<string>();
        foreach (var step in Steps)
        {
            if (step.Kind is '$' or '?' && lines.Count > 0)
                lines.Add("");
            lines.Add($"{step.Kind} {step.Text}".TrimEnd());
            if (outcome(step) is { } text)
                lines.AddRange(text.TrimEnd('\n').Split('\n').Select(x => $"| {x}".TrimEnd()));
        }

        return string.Join('\n', lines) + "\n";
    }
}

/// <summary>One line of a case.</summary>
/// <param name="Kind">Its first character.</param>
/// <param name="Text">The rest.</param>
internal sealed record Step(char Kind, string Text)
{
    /// <summary>The text in words; double quotes hold words together, and an empty pair is an empty word.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            var words = new List<string>();
            string? word = null;
            var quoted = false;
            foreach (var character in Text + " ")
            {
                if (character == '"')
                    (quoted, word) = (!quoted, word ?? "");
                else if (character != ' ' || quoted)
                    word += character;
                else if (word is not null)
                {
                    words.Add(word);
                    word = null;
                }
            }

            return words;
        }
    }
}
