using System.Text;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Builds the tree of columns from the flat list in a file's metadata (https://parquet.apache.org/docs/file-format/).</summary>
internal sealed class SchemaReader(IReadOnlyList<SchemaElement> elements)
{
    /// <summary>Columns and groups that are read; images have fewer than a thousand.</summary>
    public const int MaximumElements = 100_000;

    private int _next;
    private int _columns;

    /// <summary>Reads the columns and groups of a row.</summary>
    /// <exception cref="InvalidDataException">If the list is no tree, or too deep.</exception>
    public IReadOnlyList<Column> Read()
    {
        var row = Take();
        var columns = Children(row, 0, 0, 0, ThriftReader.MaximumDepth);
        return _next == elements.Count ? columns : throw NoTree();
    }

    private Column[] Children(SchemaElement group, int definition, int repetition, int itemDefinition, int depth)
    {
        if (depth == 0)
            throw new InvalidDataException($"its columns are nested deeper than {ThriftReader.MaximumDepth} levels");
        if (group.Children > elements.Count - _next)
            throw NoTree();
        var children = new Column[group.Children];
        for (var i = 0; i < children.Length; i++)
            children[i] = Child(Take(), definition, repetition, itemDefinition, depth);
        return children;
    }

    private Column Child(SchemaElement element, int definition, int repetition, int itemDefinition, int depth)
    {
        definition += element.Repetition == Repetition.Required ? 0 : 1;
        if (element.Repetition == Repetition.Repeated)
            (repetition, itemDefinition) = (repetition + 1, definition);
        var name = Encoding.UTF8.GetString(element.Name.Span);
        return element.Type is null
            ? new Column(name, ValueKind.Other, 0, -1, definition, repetition, itemDefinition, Children(element, definition, repetition, itemDefinition, depth - 1))
            : new Column(name, element.Kind, element.Width, _columns++, definition, repetition, itemDefinition, []);
    }

    private SchemaElement Take() => _next < elements.Count ? elements[_next++] : throw NoTree();

    private static InvalidDataException NoTree() => new("its list of columns is no tree");
}
