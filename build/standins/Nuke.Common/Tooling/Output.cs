namespace Nuke.Common.Tooling;

public enum OutputType
{
    Std,
    Err,
}

public struct Output
{
    public OutputType Type;

    public string Text;
}

public static class OutputExtensions
{
    public static IReadOnlyCollection<Output> EnsureOnlyStd(this IReadOnlyCollection<Output> output)
    {
        foreach (var o in output)
            Assert.True(o.Type == OutputType.Std);
        return output;
    }

    public static string StdToText(this IEnumerable<Output> output) =>
        string.Join(Environment.NewLine, output.Where(x => x.Type == OutputType.Std).Select(x => x.Text));
}
