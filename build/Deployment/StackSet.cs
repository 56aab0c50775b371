using System.Text.RegularExpressions;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Text;

namespace FashionMnist.Build.Deployment;

/// <summary>The stacks of an environment in the order of their deployment: a stack follows the parents that its parameters name.</summary>
internal sealed partial class StackSet
{
    private const string EnvironmentParameter = "Environment";

    private readonly string _environment;
    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, StackTemplate> _templates;
    private readonly IReadOnlyList<StackTemplate> _ordered;
    private readonly Dictionary<string, string> _values;

    /// <param name="environment">Name of the environment.</param>
    /// <param name="options">Names and values.</param>
    /// <param name="templates">All templates.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Configuration"/> for an environment that is not deployed, and for a value that no template takes;
    /// <see cref="ExitCodes.BadInput"/> for parents that do not exist or go round in a circle.
    /// </exception>
    public StackSet(string environment, DeployOptions options, IReadOnlyList<StackTemplate> templates)
    {
        (_environment, _prefix, _templates) = (environment, options.StackPrefix, templates.ToDictionary(x => x.Name));
        _values = options.Environments.GetValueOrDefault(environment)?.Parameters ?? throw new FashionMnistException(
            ExitCodes.Configuration,
            $"$.deploy.environments: '{environment}' is not deployed; pass --environment with one of {string.Join(", ", options.Environments.Keys)}, or add it there");
        RequireKnown(_values);
        _ordered = Ordered();
    }

    /// <summary>The stacks of some templates, parents first; without names all.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Usage"/> for a name that no template has, <see cref="ExitCodes.Configuration"/> for a parameter without value.
    /// </exception>
    public IReadOnlyList<PlannedStack> Choose(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(x => !_templates.ContainsKey(x)) is { } unknown)
        {
            throw new FashionMnistException(
                ExitCodes.Usage, $"--stack {unknown}: there is no such template; known: {string.Join(", ", _templates.Keys)}.{NearestName.Hint(unknown, [.. _templates.Keys])}");
        }

        var chosen = _ordered.Where(x => names.Count == 0 || names.Contains(x.Name)).ToList();
        RequireValues(chosen);
        return [.. chosen.Select(x => new PlannedStack(NameOf(x.Name), x, ParentsOf(x), ValuesOf(x)))];
    }

    /// <summary>Name of the stack of a template.</summary>
    public string NameOf(string template) => $"{_prefix}-{_environment}-{template}";

    private List<StackTemplate> Ordered()
    {
        var done = new List<StackTemplate>();
        while (done.Count < _templates.Count)
        {
            var ready = _templates.Values.Except(done).Where(x => ParentsOf(x).All(y => done.Any(z => z.Name == y))).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
            if (ready.Count == 0)
            {
                throw new FashionMnistException(
                    ExitCodes.BadInput, $"The templates {string.Join(", ", _templates.Values.Except(done).Select(x => x.Name))} name each other as parents, so none can be deployed first");
            }

            done.AddRange(ready);
        }

        return done;
    }

    private IReadOnlyList<string> ParentsOf(StackTemplate template) => [.. template.Parameters.Select(x => ParentIn(template, x.Name)).OfType<string>()];

    /// <summary>The template that a parameter names the stack of; <see langword="null"/>: it is another parameter.</summary>
    private string? ParentIn(StackTemplate template, string parameter)
    {
        if (ParentParameter().Match(parameter) is not { Success: true } match)
            return null;
        var wanted = match.Groups["name"].Value;
        return _templates.Keys.FirstOrDefault(x => string.Equals(x.Replace("-", "", StringComparison.Ordinal), wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new FashionMnistException(
                ExitCodes.BadInput, $"{template.Name}.yaml: the parameter {parameter} names the stack of a template that is not there; known: {string.Join(", ", _templates.Keys)}");
    }

    private void RequireKnown(Dictionary<string, string> values)
    {
        var known = _templates.Values.SelectMany(x => x.Parameters.Select(y => $"{x.Name}.{y.Name}")).ToList();
        if (values.Keys.FirstOrDefault(x => !known.Contains(x)) is { } unknown)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration, $"{KeyOf(unknown)}: no template has this parameter; the form is <template>.<Parameter>.{NearestName.Hint(unknown, known)}");
        }
    }

    private void RequireValues(IEnumerable<StackTemplate> templates)
    {
        var missing = templates
            .SelectMany(x => x.Parameters.Where(y => !y.HasDefault && ValueOf(x, y.Name) is null).Select(y => KeyOf(ValueKey(x, y.Name))))
            .ToList();
        if (missing.Count > 0)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{string.Join(", ", missing)}: {(missing.Count == 1 ? "the parameter has" : "these parameters have")} no default; "
                    + $"set {(missing.Count == 1 ? "it" : "them")} there, or pass --set {string.Join(" ", missing.Select(x => $"{x[2..]}=..."))}");
        }
    }

    private Dictionary<string, string> ValuesOf(StackTemplate template) => template.Parameters
        .Select(x => (x.Name, Value: ValueOf(template, x.Name)))
        .Where(x => x.Value is not null)
        .ToDictionary(x => x.Name, x => x.Value!);

    /// <summary>What a parameter is given; <see langword="null"/>: the template's default.</summary>
    private string? ValueOf(StackTemplate template, string parameter) => _values.GetValueOrDefault(ValueKey(template, parameter))
        ?? (parameter == EnvironmentParameter ? _environment : ParentIn(template, parameter) is { } parent ? NameOf(parent) : null);

    private static string ValueKey(StackTemplate template, string parameter) => $"{template.Name}.{parameter}";

    private string KeyOf(string parameter) => $"$.deploy.environments.{_environment}.parameters.{parameter}";

    [GeneratedRegex("^Parent(?<name>[A-Za-z0-9]+)Stack$")]
    private static partial Regex ParentParameter();
}

/// <summary>A stack as it is to be.</summary>
/// <param name="Name">Its name on AWS.</param>
/// <param name="Template">What is in it.</param>
/// <param name="Parents">Templates of the stacks whose outputs it uses.</param>
/// <param name="Parameters">Values of parameters; the others keep the template's default.</param>
internal sealed record PlannedStack(string Name, StackTemplate Template, IReadOnlyList<string> Parents, IReadOnlyDictionary<string, string> Parameters);
