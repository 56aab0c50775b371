using System.Text;
using System.Text.RegularExpressions;

namespace FashionMnist.Build.Pipelines.Groovy;

/// <summary>Writes Groovy with four spaces a level.</summary>
internal sealed partial class GroovyWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    public override string ToString() => _text.ToString();

    /// <summary>One line, or an empty one.</summary>
    public void Line(string text = "") => _text.Append(text.Length == 0 ? "" : new string(' ', _level * 4)).Append(text).Append('\n');

    /// <summary>A block in braces.</summary>
    public void Block(string head, Action body)
    {
        Line($"{head} {{");
        _level++;
        body();
        _level--;
        Line("}");
    }

    public void Write(GroovyFunction function)
    {
        Line($"// {function.Comment}");
        Block($"def {function.Name}({(function.Parameter is null ? "" : $"String {function.Parameter}")})", () => Write(function.Body));
    }

    public void Write(IEnumerable<GroovyStatement> statements)
    {
        foreach (var statement in statements)
            Write(statement);
    }

    /// <summary>A value as source text.</summary>
    public static string Render(GroovyValue value) => value switch
    {
        GroovyText text when text.Text.Contains('\n', StringComparison.Ordinal) && text.IsScript => Lines(text.Text),
        GroovyText text => $"'{Escape(text.Text, '\'')}'",
        GroovyTemplate template => $"\"{Escape(template.Text, '"')}\"",
        GroovyCode code => code.Code,
        GroovyList list => $"[{string.Join(", ", list.Items.Select(Render))}]",
        GroovyMap { Entries.Count: 0 } => "[:]",
        GroovyMap map => $"[{string.Join(", ", map.Entries.Select(x => $"{Render(x.Key)}: {Render(x.Value)}"))}]",
        GroovyCall call => $"{call.Name}({Arguments(call)})",
        _ => throw new ArgumentException($"{value.GetType().Name} is no Groovy value", nameof(value)),
    };

    private void Write(GroovyStatement statement)
    {
        switch (statement)
        {
            case GroovyStep { Body.Count: 0 } step:
                Line(Head(step.Call));
                break;
            case GroovyStep { Call: { Arguments.Count: 0, Named.Count: 0 } } step:
                Block(step.Call.Name, () => Write(step.Body));
                break;
            case GroovyStep step:
                Block(Render(step.Call), () => Write(step.Body));
                break;
            case GroovyIf { Otherwise.Count: 0 } condition:
                Block($"if ({Render(condition.Condition)})", () => Write(condition.Then));
                break;
            case GroovyIf condition:
                Block($"if ({Render(condition.Condition)})", () => Write(condition.Then));
                Block("else", () => Write(condition.Otherwise));
                break;
            case GroovyAssignment assignment:
                Line($"{assignment.Target} = {Render(assignment.Value)}");
                break;
            case GroovyWhile loop:
                Block($"while ({Render(loop.Condition)})", () => Write(loop.Body));
                break;
            case GroovyReturn end:
                Line($"return {Render(end.Value)}");
                break;
        }
    }

    /// <summary>A step is written as people write it, without parentheses, where it has arguments.</summary>
    private static string Head(GroovyCall call) =>
        call.Arguments.Count + call.Named.Count == 0 ? $"{call.Name}()" : $"{call.Name} {Arguments(call)}";

    private static string Arguments(GroovyCall call) =>
        string.Join(", ", call.Arguments.Select(Render).Concat(call.Named.Select(x => $"{x.Name}: {Render(x.Value)}")));

    /// <summary>Several lines as they are; a quote that would end the text, or be one of three, is escaped.</summary>
    private static string Lines(string text) =>
        $"'''{QuoteBeforeQuote().Replace(text.Replace(@"\", @"\\", StringComparison.Ordinal), @"\'")}'''";

    [GeneratedRegex("'(?='|$)")]
    private static partial Regex QuoteBeforeQuote();

    private static string Escape(string text, char quote)
    {
        var escaped = new StringBuilder();
        foreach (var x in text)
        {
            _ = x switch
            {
                '\\' => escaped.Append(@"\\"),
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\t' => escaped.Append(@"\t"),
                _ when x == quote => escaped.Append('\\').Append(x),
                // A \u in the source would be read before everything else, so it must be written the same way.
                _ when char.IsControl(x) || char.IsSurrogate(x) || x is '\u2028' or '\u2029' =>
                    escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $@"\u{(int)x:x4}"),
                _ => escaped.Append(x),
            };
        }

        return escaped.ToString();
    }
}
