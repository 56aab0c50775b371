using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Charts;

/// <summary>The confusion matrix: a row is a true class, a column a predicted one, the colour the share of the row.</summary>
internal static class ConfusionChart
{
    private const double Cell = 37;
    private const double Left = 88;
    private const double Top = 104;
    private const double Width = Left + LabelMap.Count * Cell + 2;
    private const double Height = Top + LabelMap.Count * Cell + 2;

    // Numbers stay readable on the strongest colour, in light and dark.
    private const double Strongest = 0.5;

    // A share of a third in one wrong cell is as bad as it gets.
    private const double MistakeScale = 0.87;

    public static Element Draw(ConfusionMatrix confusion) => Svg.Chart(
        "confusion-chart",
        Width,
        Height,
        "Confusion matrix",
        $"Rows are true classes, columns predicted ones. {Figures.Count(confusion.Right)} of {Figures.Count(confusion.Total)} images lie on the "
        + "diagonal. The table below has the same numbers.",
        [
            Svg.UpwardText(12, Top + LabelMap.Count * Cell / 2, "true", Anchor.Middle).Class("soft"),
            Svg.Text(Left + LabelMap.Count * Cell / 2, 12, "predicted", Anchor.Middle).Class("soft"),
            .. LabelMap.Labels.SelectMany(Names),
            .. LabelMap.Labels.SelectMany(row => LabelMap.Labels.SelectMany(column => CellAt(confusion, row, column))),
        ]);

    private static IEnumerable<Element> Names(int label)
    {
        var middle = label * Cell + Cell / 2;
        yield return Svg.Text(Left - 6, Top + middle + 4, LabelMap.NameOf(label), Anchor.End);
        yield return Svg.UpwardText(Left + middle + 4, Top - 6, LabelMap.NameOf(label));
    }

    private static IEnumerable<Element> CellAt(ConfusionMatrix confusion, int row, int column)
    {
        var (x, y) = (Left + column * Cell, Top + row * Cell);
        var count = confusion[row, column];
        var of = confusion.Expected(row);
        var share = of == 0 ? 0 : (double)count / of;
        // The root shows rare mistakes, which are what one looks for.
        yield return Svg.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2).With("rx", 3)
            .Class(count == 0 ? "track" : row == column ? "accent" : "bad")
            .With("fill-opacity", count == 0 ? 1 : row == column ? Strongest * share : Math.Min(Strongest, MistakeScale * Math.Sqrt(share)));
        if (count > 0)
            yield return Svg.Text(x + Cell / 2, y + Cell / 2 + 4, Figures.Count(count), Anchor.Middle).Class(row == column ? "strong" : "");
    }
}
