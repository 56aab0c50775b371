using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace FashionMnist.Reporting.Markup;

/// <summary>
/// A whole page in one file: nothing is loaded from elsewhere, and the policy in its head forbids browsers to run or load anything.
/// </summary>
/// <param name="title">Title of the page.</param>
/// <param name="body">Content of the page.</param>
internal sealed class Document(string title, IReadOnlyList<Node> body)
{
    private static readonly string Style = ReadStyle();

    private static readonly string Policy =
        $"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>The bytes of the page, UTF-8.</summary>
    public byte[] ToBytes()
    {
        var text = new StringWriter { NewLine = "\n" };
        text.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        foreach (var node in Head())
        {
            node.Write(text);
            text.Write('\n');
        }

        text.Write($"<style>{Style}</style>\n</head>\n");
        Html.Tag("body", Html.Tag("main", body)).Write(text);
        text.Write("</html>\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private IEnumerable<Element> Head() =>
    [
        Html.Tag("meta").With("http-equiv", "Content-Security-Policy").With("content", Policy),
        Html.Tag("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
        Html.Tag("meta").With("name", "color-scheme").With("content", "light dark"),
        Html.Tag("meta").With("name", "referrer").With("content", "no-referrer"),
        Html.Tag("title", title),
    ];

    private static string ReadStyle()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
