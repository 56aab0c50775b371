namespace Nuke.Common.Tooling;

public delegate T Configure<T>(T options);

public delegate TOptions Configure<TOptions, in TValue>(TOptions options, TValue value);

public delegate IEnumerable<T> CombinatorialConfigure<T>(T options)
    where T : ToolOptions, new();

public static class ConfigureExtensions
{
    public static T Apply<T>(this T options, Configure<T> configurator) => configurator is null ? options : configurator(options);

    public static TOptions Apply<TOptions, TValue>(this TOptions options, Configure<TOptions, TValue> configurator, TValue value) =>
        configurator is null ? options : configurator(options, value);

    public static T When<T>(this T options, Func<T, bool> condition, Configure<T> configurator) =>
        condition(options) ? configurator(options) : options;

    public static IEnumerable<T> CombineWith<T, TValue>(this T options, IEnumerable<TValue> values, Func<T, TValue, T> configurator)
        where T : ToolOptions, new() => values.Select(x => configurator(options, x));

    public static IEnumerable<T> CombineWith<T, TValue>(
        this IEnumerable<T> options,
        IEnumerable<TValue> values,
        Func<T, TValue, T> configurator)
        where T : ToolOptions, new() => options.SelectMany(x => values.Select(y => configurator(x, y)));
}
