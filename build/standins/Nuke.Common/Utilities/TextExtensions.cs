namespace Nuke.Common.Utilities;

public static class StringExtensions
{
    public static string JoinComma(this IEnumerable<string> values) => string.Join(",", values);

    public static string JoinSpace(this IEnumerable<string> values) => string.Join(" ", values);

    public static string JoinNewLine(this IEnumerable<string> values) => string.Join(Environment.NewLine, values);
}

public static class ObjectExtensions
{
    public static T When<T>(this T obj, bool condition, Func<T, T> action) => condition ? action(obj) : obj;
}
