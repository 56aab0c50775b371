namespace Nuke.Common.ValueInjection;

/// <summary>Looks a parameter up: command line, environment, profiles, parameters.json.</summary>
internal static class ParameterService
{
    public static T Value<T>(string name, string separator = null) =>
        Value(new ParameterMember(name, typeof(T)) { Separator = separator }) is T value ? value : default;

    public static object Value(ParameterMember parameter)
    {
        var type = parameter.Type.IsValueType && Nullable.GetUnderlyingType(parameter.Type) is null
            ? typeof(Nullable<>).MakeGenericType(parameter.Type)
            : parameter.Type;
        return CommandLineArguments.Current.Value(parameter.Name, type, parameter.Separator)
            ?? EnvironmentVariables.Value(parameter.Name, type, parameter.Separator)
            ?? ParameterFiles.Value(parameter with { Type = type });
    }
}
