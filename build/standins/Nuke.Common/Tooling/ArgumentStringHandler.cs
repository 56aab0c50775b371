using System.Runtime.CompilerServices;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Tooling;

[InterpolatedStringHandler]
public ref struct ArgumentStringHandler
{
    private readonly StringBuilder _text;
    private readonly List<string> _secrets;

    public ArgumentStringHandler(int literalLength, int formattedCount, out bool handlerIsValid)
    {
        _text = new StringBuilder(literalLength);
        _secrets = [];
        handlerIsValid = true;
    }

    public static implicit operator ArgumentStringHandler(string value)
    {
        var handler = new ArgumentStringHandler(value?.Length ?? 0, 0, out _);
        handler.AppendLiteral(value);
        return handler;
    }

    public readonly void AppendLiteral(string value) => _text.Append(value);

    public readonly void AppendFormatted(object obj, int alignment = 0, string format = null)
    {
        if (format == "r")
            _secrets.Add(obj.ToString());
        var word = obj is IFormattable formattable and not AbsolutePath
            ? formattable.ToString(format is "r" or "nq" ? null : format, System.Globalization.CultureInfo.InvariantCulture)
            : obj.ToString();
        _text.Append((format == "nq" ? word : Arguments.Quoted(word)).PadLeft(alignment));
    }

    public readonly void AppendFormatted(string value, int alignment = 0, string format = null) =>
        AppendFormatted((object)value, alignment, format);

    public readonly string ToStringAndClear()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    internal readonly Func<string, string> Redaction => _text is null ? x => x : Arguments.Redaction(_secrets);

    internal readonly string Text => _text?.ToString() ?? "";
}
