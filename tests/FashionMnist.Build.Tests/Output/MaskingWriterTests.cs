using FashionMnist.Build.Output;
using FashionMnist.Models.Text;

namespace FashionMnist.Build.Tests.Output;

public sealed class MaskingWriterTests : IDisposable
{
    private readonly StringWriter _inner = new();
    private readonly MaskingWriter _writer;

    public MaskingWriterTests() => _writer = new MaskingWriter(_inner) { Masker = new SecretMasker(["supersecret"]) };

    public void Dispose()
    {
        _writer.Dispose();
        _inner.Dispose();
    }

    [Fact]
    public void Masks_a_secret_that_arrives_in_pieces()
    {
        foreach (var letter in "the supersecret is out\n")
            _writer.Write(letter);

        Assert.Equal("the [REDACTED] is out\n", _inner.ToString());
    }

    [Fact]
    public void Masks_a_secret_that_arrives_in_two_writes()
    {
        _writer.Write("the super");
        _writer.WriteLine("secret");

        Assert.Equal("the [REDACTED]\n", _inner.ToString());
    }

    [Fact]
    public void Flush_lets_an_unfinished_line_out()
    {
        _writer.Write("working...");
        _writer.Flush();

        Assert.Equal("working...", _inner.ToString());
    }
}
