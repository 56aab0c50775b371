namespace Nuke.Common.ValueInjection;

/// <summary>The command line: target names first, then options with their values.</summary>
internal sealed class CommandLineArguments(IReadOnlyList<string> arguments)
{
    private const string TargetOption = "Target";

    public static CommandLineArguments Current { get; } = new([.. Environment.GetCommandLineArgs().Skip(1)]);

    public IReadOnlyList<string> All => arguments;

    public static bool IsOption(string argument, string name) =>
        argument.StartsWith('-') && argument.Replace("-", "").Equals(name.Replace("-", ""), StringComparison.OrdinalIgnoreCase);

    public bool Has(string name) => ValuesOf(name) is not null;

    /// <summary>The value of an option's last occurrence, or <see langword="null"/> if it is not there or has none.</summary>
    public object Value(string name, Type type, string separator)
    {
        var values = ValuesOf(name);
        if (values is null || (values.Count == 0 && !TakesNoValue(type)))
            return null;
        try
        {
            return values.Count == 0 && !type.IsArray ? true : TextConverter.Convert(values, type, separator);
        }
        catch (Exception exception)
        {
            Assert.Fail(
                $"Resolving argument '{name}' failed.\n{exception.Message}\nArguments were:\n"
                + string.Join('\n', arguments.Select((x, i) => $"  [{i}] = {x}")));
            throw;
        }
    }

    private static bool TakesNoValue(Type type) => type.IsArray || (Nullable.GetUnderlyingType(type) ?? type) == typeof(bool);

    private List<string> ValuesOf(string name)
    {
        var positional = arguments.TakeWhile(x => !x.StartsWith('-')).ToList();
        for (var i = arguments.Count - 1; i >= 0; i--)
        {
            if (IsOption(arguments[i], name))
                return [.. arguments.Skip(i + 1).TakeWhile(x => !x.StartsWith('-'))];
        }

        return name == TargetOption && positional.Count > 0 ? positional : null;
    }
}
