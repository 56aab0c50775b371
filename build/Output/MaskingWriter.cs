using System.Text;
using FashionMnist.Models.Text;

namespace FashionMnist.Build.Output;

/// <summary>A console writer that lets no secret through. It holds a line back until it is whole, so that none slips by in pieces.</summary>
internal sealed class MaskingWriter(TextWriter inner, TerminalFit? fit = null) : TextWriter
{
    private readonly StringBuilder _line = new();
    private readonly Lock _lock = new();

    /// <summary>Knows the secrets; they are found only after the console is already in use.</summary>
    public SecretMasker Masker { get; set; } = new([]);

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        lock (_lock)
        {
            _line.Append(value);
            if (value == '\n')
                Release();
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (_lock)
        {
            _line.Append(value);
            if (value?.Contains('\n', StringComparison.Ordinal) == true)
                Release();
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush()
    {
        lock (_lock)
        {
            Release();
            inner.Flush();
        }
    }

    private void Release()
    {
        var text = Masker.Apply(_line.ToString());
        inner.Write(fit?.Apply(text) ?? text);
        _line.Clear();
    }
}
