using System.Net;
using FashionMnist.Reporting.Markup;
using FsCheck;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Reporting.Markup;

public sealed class ElementTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;")]
    [InlineData("' onclick='x", "&#39; onclick=&#39;x")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("a\0b\u0007c\u0085d\uffffe\ufdd0", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd")]
    [InlineData("\u00dcberzieher \U0001f9e5", "\u00dcberzieher \U0001f9e5")]
    public void Text_is_text_in_content_and_in_attributes(string hostile, string encoded)
    {
        Assert.Equal($"<td>{encoded}</td>", Written(Html.Tag("td", hostile)));
        Assert.Equal($"<td title=\"{encoded}\"></td>", Written(Html.Tag("td").With("title", hostile)));
    }

    [Fact]
    public void Half_of_a_pair_of_surrogates_is_replaced() =>
        Assert.Equal("<td>half \ufffd of a pair</td>", Written(Html.Tag("td", "half \ud83d of a pair")));

    [Property]
    public void No_text_leaves_its_element_and_decoding_gives_it_back(NonNull<string> text)
    {
        var plain = new string([.. text.Get.Where(x => !char.IsControl(x) && !char.IsSurrogate(x) && x < '\ufdd0')]);
        var written = Written(Html.Tag("td", plain));
        var inner = written["<td>".Length..^"</td>".Length];
        Assert.DoesNotContain(inner, x => x is '<' or '>' or '"' or '\'');
        Assert.Equal(plain, WebUtility.HtmlDecode(inner));
    }

    [Theory]
    [InlineData("script")]
    [InlineData("style")]
    [InlineData("a b")]
    [InlineData("")]
    public void Refuses_elements_that_run_or_are_none(string name) => Assert.Throws<ArgumentException>(() => Html.Tag(name));

    [Theory]
    [InlineData("onclick", "x")]
    [InlineData("style", "color:red")]
    [InlineData("href", "javascript:alert(1)")]
    [InlineData("href", "https://example.org/")]
    [InlineData("src", "data:image/svg+xml,<svg onload=alert(1)>")]
    public void Refuses_attributes_that_run_or_leave_the_page(string name, string value) =>
        Assert.Throws<ArgumentException>(() => Html.Tag("a").With(name, value));

    [Fact]
    public void Numbers_are_rounded_and_have_a_point() =>
        Assert.Equal("<rect x=\"1234.57\"></rect>\n", Written(Html.Tag("rect").With("x", 1234.5678)));

    private static string Written(Node node)
    {
        var text = new StringWriter { NewLine = "\n" };
        node.Write(text);
        return text.ToString();
    }
}
