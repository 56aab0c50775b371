using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FashionMnist.Build.Pipelines.Yaml;

/// <summary>Writes YAML; what needs quotes is known to the library.</summary>
internal static class YamlWriter
{
    public static string Write(string banner, YamlMap root)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var settings = new EmitterSettings().WithBestIndent(2).WithBestWidth(int.MaxValue).WithIndentedSequences().WithNewLine("\n");
        var emitter = new Emitter(text, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new Comment(banner, isInline: false));
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlText text:
                Scalar(emitter, text.Text, StyleOf(text.Text));
                if (text.Comment is { } comment)
                    emitter.Emit(new Comment(comment, isInline: true));
                break;
            case YamlCode code:
                Scalar(emitter, code.Code, ScalarStyle.Plain);
                break;
            case YamlList list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in list.Items)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlMap map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (key, value) in map.Entries)
                {
                    Scalar(emitter, key, ScalarStyle.Plain);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
        }
    }

    private static void Scalar(Emitter emitter, string text, ScalarStyle style) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    private static ScalarStyle StyleOf(string text) =>
        Ambiguous(text) ? ScalarStyle.SingleQuoted
        : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
        : ScalarStyle.Any;

    /// <summary>Text that a reader of YAML would take for a number, a truth value or nothing.</summary>
    private static bool Ambiguous(string text) =>
        text.Length == 0
        || text.ToLowerInvariant() is "true" or "false" or "null" or "~" or "yes" or "no" or "on" or "off"
        || double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
}
