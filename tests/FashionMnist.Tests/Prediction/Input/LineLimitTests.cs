using System.Text;
using FashionMnist.Prediction.Input;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Input;

public sealed class LineLimitTests
{
    private const int Maximum = 5;

    [Theory]
    [InlineData("", "")]
    [InlineData("12345\n12345\n", "12345\n12345\n")]
    [InlineData("123456\n1\n", "123456\n1\n")]
    [InlineData("1234567\n1\n", "123456\n1\n")]
    [InlineData("1234567890\r\n1\r\n", "123456\n1\r\n")]
    [InlineData("1234567890\r1\r", "123456\n1\r")]
    [InlineData("1\n1234567890", "1\n123456\n")]
    [InlineData("1234567890\n1234567890\n\n1", "123456\n123456\n\n1")]
    [InlineData("1234567890\r\n\n\n1", "123456\n\n\n1")]
    public void Cuts_what_is_longer_and_keeps_the_lines_around_it(string text, string expected) => Assert.Equal(expected, Limit(text, portion: 100));

    [Property]
    public void Cuts_the_same_however_the_text_arrives(bool[] shape, byte portion)
    {
        var text = string.Concat(shape.Select((x, i) => x ? "abc" : i % 3 == 0 ? "\n" : "\r\n"));
        var cut = text.Split("\r\n").Select(x => string.Join('\n', x.Split('\n').Select(y => y.Length > Maximum + 1 ? y[..(Maximum + 1)] : y)));

        // Ends that are put in are line feeds; what matters is which lines come out.
        Assert.Equal(string.Join('\n', cut), Limit(text, 1 + portion).ReplaceLineEndings("\n").TrimEndOnce(text));
    }

    [Fact]
    public void Passes_UTF_16_on()
    {
        var text = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("long enough to be cut")).ToArray();

        using var limit = new LineLimit(new MemoryStream(text), Maximum);
        using var all = new MemoryStream();
        limit.CopyTo(all);

        Assert.Equal(text, all.ToArray());
    }

    private static string Limit(string text, int portion)
    {
        using var limit = new LineLimit(new MemoryStream(Encoding.ASCII.GetBytes(text)), Maximum);
        var result = new StringBuilder();
        var buffer = new byte[portion];
        for (int count; (count = limit.Read(buffer)) > 0;)
            result.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return result.ToString();
    }
}

file static class LastLine
{
    /// <summary>Takes off the end that a cut last line gets.</summary>
    public static string TrimEndOnce(this string actual, string text) =>
        actual.EndsWith('\n') && !text.EndsWith('\n') ? actual[..^1] : actual;
}
