namespace Nuke.Common.Utilities.Collections;

public static class EnumerableExtensions
{
    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T> action)
    {
        foreach (var item in enumerable)
            action(item);
    }

    public static IEnumerable<T> WhereNotNull<T>(this IEnumerable<T> enumerable)
        where T : class => enumerable.Where(x => x is not null);
}

public static class DictionaryExtensions
{
    public static Dictionary<string, string> AddPair<TValue>(this Dictionary<string, string> dictionary, string key, TValue value)
    {
        dictionary.Add(key, value.ToString());
        return dictionary;
    }
}
