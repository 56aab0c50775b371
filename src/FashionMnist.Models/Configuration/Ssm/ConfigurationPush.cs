using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>What it takes to make the parameters below a path say what a configuration says.</summary>
/// <param name="Added">Parameters that are not there yet.</param>
/// <param name="Changed">Parameters that say something else: as they are, and as they are to be.</param>
/// <param name="Same">Number of parameters that say the same already.</param>
/// <param name="Unmanaged">Parameters that the configuration does not name; they stay.</param>
/// <param name="Kept">Values that belong to one machine, and are no parameters; each <c>path = value</c>.</param>
public sealed partial record ConfigurationPush(
    IReadOnlyList<SsmParameter> Added,
    IReadOnlyList<(SsmParameter Before, SsmParameter After)> Changed,
    int Same,
    IReadOnlyList<SsmParameter> Unmanaged,
    IReadOnlyList<string> Kept)
{
    // The environment of whoever sits at a laptop, and its folders.
    private const string ChosenEnvironment = "store.environment";
    private const string LocalEnvironment = "store.environments.local.";


    /// <summary>Number of parameters to write.</summary>
    public int Count => Added.Count + Changed.Count;

    /// <summary>The difference for a reader, one line for each parameter, without the value of any secret.</summary>
    public IEnumerable<string> Lines =>
    [
        .. Added.Select(x => $"+ {x.Name} = {x.Shown}"),
        .. Changed.Select(x => $"~ {x.Before.Name} = {x.Before.Shown} -> {x.After.Shown}"),
        .. Unmanaged.Select(x => $"? {x.Name} = {x.Shown}   (not in the configuration: left alone)"),
        .. Kept.Select(x => $"  {x}   (belongs to one machine: not pushed)"),
    ];

    /// <summary>The difference in one line.</summary>
    public string Summary => $"{Added.Count} to add, {Changed.Count} to change, {Same} the same, {Unmanaged.Count} left alone";

    /// <summary>Compares. Pushed are the values that somebody set: defaults are no parameters, and neither is a value of none, because
    /// Parameter Store has no empty value. A SecureString stays one.</summary>
    /// <param name="path">Path of the parameters.</param>
    /// <param name="configuration">The configuration without AWS SSM.</param>
    /// <param name="present">What is there.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if a value's path cannot be a parameter's name.
    /// </exception>
    public static ConfigurationPush Plan(string path, EffectiveConfiguration configuration, IReadOnlyList<SsmParameter> present)
    {
        var before = present.ToDictionary(x => x.Name, StringComparer.Ordinal);
        var chosen = configuration.Values.Where(x => x is { Origin: not EffectiveValue.Default, Value: not "null", Path: not SsmOptions.PathKey }).ToList();
        var wanted = chosen
            .Where(x => !BelongsToOneMachine(x))
            .Select(x => (Key: NamesOf(x.Path), Value: JsonNode.Parse(x.Value)!))
            .Select(x => (x.Key, x.Value, Name: $"{path}/{string.Join('/', x.Key)}"))
            .ToList();
        var changed = wanted
            .Where(x => before.TryGetValue(x.Name, out var old) && !JsonNode.DeepEquals(ConfigurationTree.ParseText(x.Key, old.Value), x.Value))
            .Select(x => (before[x.Name], before[x.Name] with { Value = TextOf(x.Value) }))
            .ToList();
        var names = wanted.Select(x => x.Name).ToHashSet(StringComparer.Ordinal);
        var added = wanted.Where(x => !before.ContainsKey(x.Name)).Select(x => new SsmParameter(x.Name, TextOf(x.Value), Secret: false)).ToList();
        return new ConfigurationPush(
            added, changed, wanted.Count - added.Count - changed.Count, [.. present.Where(x => !names.Contains(x.Name))], [.. chosen.Where(BelongsToOneMachine).Select(x => $"{x.Path} = {x.Value}")]);
    }

    /// <summary>Writes the difference, and nothing else.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="written">Told of each parameter when it is written, so that a reader knows how far it came if one fails.</param>
    public void Apply(IParameterStore store, Action<SsmParameter> written)
    {
        foreach (var parameter in Added.Concat(Changed.Select(x => x.After)))
        {
            store.Write(parameter);
            written(parameter);
        }
    }

    private static bool BelongsToOneMachine(EffectiveValue value) =>
        value.Path.StartsWith(LocalEnvironment, StringComparison.Ordinal) || value is { Path: ChosenEnvironment, Value: "\"local\"" };

    private static string[] NamesOf(string path)
    {
        var names = path.Split('.');
        return ConfigurationTree.Knows(names) && names.All(x => Name().IsMatch(x))
            ? names
            : throw new FashionMnistException(
                ExitCodes.Configuration, $"$.{path}: this cannot be the name of a parameter; use letters, digits, '_' and '-' in names of entries");
    }

    private static string TextOf(JsonNode value) =>
        value is JsonValue text && text.TryGetValue<string>(out var content) ? content : value.ToJsonString();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Name();
}
