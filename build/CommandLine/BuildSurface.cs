using System.Reflection;
using Nuke.Common;

namespace FashionMnist.Build.CommandLine;

/// <summary>The targets and parameters that a build class has, its components' included.</summary>
internal sealed class BuildSurface
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const string EnginePrefix = "nuke";

    private static readonly Dictionary<string, Type> BuiltIn = new()
    {
        ["Continue"] = typeof(bool),
        ["GenerateConfiguration"] = typeof(string),
        ["Help"] = typeof(bool),
        ["Host"] = typeof(string),
        ["NoLogo"] = typeof(bool),
        ["Partition"] = typeof(string),
        ["Plan"] = typeof(bool),
        ["Profile"] = typeof(string[]),
        ["Root"] = typeof(string),
        ["ShellCompletion"] = typeof(bool),
        ["Skip"] = typeof(string[]),
        ["Strict"] = typeof(bool),
        ["Target"] = typeof(string[]),
        ["Verbosity"] = typeof(Verbosity),
    };

    public BuildSurface(Type build)
    {
        var types = Ancestors(build).Concat(build.GetInterfaces()).ToList();
        var members = types.SelectMany(x => x.GetMembers(Members)).ToList();
        Targets = [.. members.OfType<PropertyInfo>().Where(x => x.PropertyType == typeof(Target)).Select(x => ShortName(x.Name)).Distinct()];
        Parameters = new Dictionary<string, BuildParameter>(
            BuiltIn.Select(x => new BuildParameter(x.Key, x.Value, Secret: false))
                .Concat(members.Where(x => x.GetCustomAttribute<ParameterAttribute>() is not null).Select(Describe))
                .DistinctBy(x => x.Key)
                .Select(x => KeyValuePair.Create(x.Key, x)));
    }

    /// <summary>Names of all targets.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>All parameters by <see cref="BuildParameter.Key"/>.</summary>
    public IReadOnlyDictionary<string, BuildParameter> Parameters { get; }

    /// <summary>
    /// The variables that give a parameter an empty value. Build servers hand every field of a form on, also those left empty, and
    /// there an empty one means that nothing is said.
    /// </summary>
    public IEnumerable<string> EmptyVariables(IReadOnlyDictionary<string, string> variables) => variables
        .Where(x => x.Value.Length == 0)
        .Select(x => (x.Key, Parameter: BuildParameter.KeyOf(x.Key)))
        .Where(x => Parameters.ContainsKey(x.Parameter)
            || (x.Parameter.StartsWith(EnginePrefix, StringComparison.Ordinal) && Parameters.ContainsKey(x.Parameter[EnginePrefix.Length..])))
        .Select(x => x.Key);

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (Type? t = type; t is not null && t != typeof(NukeBuild); t = t.BaseType)
            yield return t;
    }

    private static BuildParameter Describe(MemberInfo member)
    {
        var attribute = member.GetCustomAttribute<ParameterAttribute>()!;
        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        var prefix = member.DeclaringType!.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        return new BuildParameter(prefix + (attribute.Name ?? ShortName(member.Name)), type, member.GetCustomAttribute<SecretAttribute>() is not null)
        {
            Declaring = member.DeclaringType,
            Description = attribute.Description ?? "",
            Listed = attribute.List,
            Member = member,
        };
    }

    private static string ShortName(string name) => name[(name.LastIndexOf('.') + 1)..];
}

/// <summary>A parameter of the build.</summary>
/// <param name="Name">Name of the member, for example <c>ModelStore</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Secret">Whether its value must not be shown.</param>
internal sealed record BuildParameter(string Name, Type Type, bool Secret)
{
    /// <summary>The component that has it; <see langword="null"/>: the engine.</summary>
    public Type? Declaring { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether the help shows it.</summary>
    public bool Listed { get; init; }

    /// <summary>The member that declares it; none for the engine's own.</summary>
    public MemberInfo? Member { get; init; }

    /// <summary>What names are compared by: letters and digits in lower case.</summary>
    public string Key => KeyOf(Name);

    /// <summary>The name as users type it, for example <c>--model-store</c>.</summary>
    public string Option =>
        "--" + string.Concat(Name.Select((x, i) => char.IsUpper(x) && i > 0 ? $"-{char.ToLowerInvariant(x)}" : $"{char.ToLowerInvariant(x)}"));

    public static string KeyOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
