using System.Collections;
using System.Globalization;
using System.Reflection;
using FashionMnist.Build.CommandLine;
using Nuke.Common;

namespace FashionMnist.Build.Pipelines.Graph;

/// <summary>A parameter of the build as a server offers it.</summary>
internal sealed class PipelineParameter(BuildParameter parameter, INukeBuild build)
{
    private readonly ParameterAttribute _attribute = parameter.Member!.GetCustomAttribute<ParameterAttribute>()!;

    /// <summary>The environment variable from which the build reads it, for example <c>MODEL_STORE</c>.</summary>
    public string Variable { get; } = Joined(parameter.Name, '_').ToUpperInvariant();

    /// <summary>The id of the credential that a server keeps for it, for example <c>slack-webhook</c>.</summary>
    public string CredentialId { get; } = Joined(parameter.Name, '-').ToLowerInvariant();

    public string Description => _attribute.Description ?? $"Parameter {parameter.Option} of the build";

    public bool Secret => parameter.Secret;

    public bool IsFlag => Element == typeof(bool);

    /// <summary>The values to choose from, the default first; empty where any value is allowed.</summary>
    public IReadOnlyList<string> Choices
    {
        get
        {
            var all = Offered() ?? new ParameterValue(parameter.Type).Choices;
            return IsFlag || all.Count == 0 ? [] : [Default, .. all.Where(x => x != Default)];
        }
    }

    /// <summary>The value that holds where nothing is said; empty where there is none.</summary>
    public string Default => ParameterDefault.Of(parameter.Member!, build) switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        string value => value,
        IEnumerable values => string.Join(_attribute.Separator ?? " ", values.Cast<object>()),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    } is var text && Path.IsPathRooted(text) && text.StartsWith(build.RootDirectory, StringComparison.Ordinal)
        ? Path.GetRelativePath(build.RootDirectory, text).Replace('\\', '/')
        : text;

    private Type Element => Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;

    private List<string>? Offered()
    {
        if (_attribute.ValueProviderMember is not { } name)
            return null;
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var type = _attribute.ValueProviderType ?? parameter.Member!.DeclaringType!;
        var provider = type.GetMember(name, Any).Single();
        var instance = type.IsInstanceOfType(build) ? build : null;
        return [.. (IEnumerable<string>)(provider is PropertyInfo property ? property.GetValue(instance) : ((FieldInfo)provider).GetValue(instance))!];
    }

    private static string Joined(string name, char separator) =>
        string.Concat(name.Select((x, i) => char.IsUpper(x) && i > 0 ? $"{separator}{x}" : $"{x}"));
}
