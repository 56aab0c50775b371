namespace FashionMnist.Reporting.Markup;

/// <summary>A piece of a page. Text becomes a node by itself, and is encoded when it is written.</summary>
internal abstract class Node
{
    public static implicit operator Node(string text) => new TextNode(text);

    public abstract void Write(TextWriter output);

    private sealed class TextNode(string text) : Node
    {
        public override void Write(TextWriter output) => output.Write(Encoded.Text(text));
    }
}
