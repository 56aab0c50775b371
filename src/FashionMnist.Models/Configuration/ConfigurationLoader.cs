using System.Text.Json;
using System.Text.Json.Nodes;
using FashionMnist.Models.Configuration.Ssm;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Configuration;

/// <summary>Reads the configuration: command line over environment over AWS SSM over file over default.</summary>
public static class ConfigurationLoader
{
    /// <summary>Path of the configuration file in a checkout.</summary>
    public const string DefaultFile = "config/fashion-mnist.json";

    /// <summary>Prefix of environment variables; <c>training.seed</c> is <c>FASHION_MNIST_TRAINING_SEED</c>.</summary>
    public const string EnvironmentPrefix = "FASHION_MNIST_";

    /// <summary>The variable with the dataset's folder, a short form of <c>data.directory</c>.</summary>
    public const string DataVariable = "FASHION_MNIST_DATA";

    /// <summary>Reads and validates the configuration.</summary>
    /// <param name="file">Path of the JSON file; <see langword="null"/>: defaults only.</param>
    /// <param name="environment">Environment variables by name.</param>
    /// <param name="settings">Settings of the command line, each <c>path=value</c>.</param>
    /// <param name="parameters">Where AWS SSM parameters are; asked only if <c>ssm.path</c> is set and <paramref name="environment"/>
    /// carries no snapshot of it. Default: AWS.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Configuration"/> with the path, the origin and what is allowed; <see cref="ExitCodes.Usage"/> for a
    /// setting without <c>=</c>; what <see cref="IParameterStore.Read"/> throws.
    /// </exception>
    public static EffectiveConfiguration Load(
        string? file,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> settings,
        IParameterStore? parameters = null)
    {
        var chosen = settings.ToList();
        var content = file is null ? null : Read(file);
        var tree = Build(null);
        var snapshot = SsmLayer.PathIn(tree) is { } path
            ? SsmSnapshot.Find(path, environment) ?? new SsmSnapshot(path, (parameters ?? ParameterStore(environment)).Read(path))
            : null;
        if (snapshot is not null)
            tree = Build(snapshot);
        return Finish(tree) with { Parameters = snapshot };

        ConfigurationTree Build(SsmSnapshot? snapshot)
        {
            var tree = new ConfigurationTree();
            if (content is not null)
                tree.Overlay(content, $"file {file}");
            if (snapshot is not null)
                SsmLayer.Overlay(tree, snapshot);
            OverlayEnvironment(tree, environment);
            foreach (var setting in chosen)
                OverlaySetting(tree, setting);
            return tree;
        }
    }

    /// <summary>AWS SSM, or the endpoint that the environment names instead of it. Nothing is asked before the first call.</summary>
    public static IParameterStore ParameterStore(IReadOnlyDictionary<string, string> environment) =>
        new SsmParameterStore(() => SsmClients.Create(environment.GetValueOrDefault));

    /// <summary>The name of the environment variable for a path.</summary>
    public static string VariableFor(string path) =>
        EnvironmentPrefix + string.Concat(path.Select(x => x == '.' ? "_" : char.IsUpper(x) ? $"_{x}" : $"{char.ToUpperInvariant(x)}"));

    private static EffectiveConfiguration Finish(ConfigurationTree tree)
    {
        var options = tree.Bind();
        foreach (var (path, problem) in ConfigurationValidator.Validate(options, tree.Secrets))
            throw tree.Wrong(path, problem);
        RequireEntry(tree, "training.profile", options.Training.Profile, options.Training.Profiles.Keys);
        RequireEntry(tree, "store.environment", options.Store.Environment, options.Store.Environments.Keys);

        return new EffectiveConfiguration(
            options,
            [.. ConfigurationTree.Leaves(options).Select(x => new EffectiveValue(
                x.Path,
                tree.Secrets.Contains(x.Path) ? $"\"{SsmParameter.Mask}\"" : x.Value?.ToJsonString() ?? "null",
                tree.Origins.GetValueOrDefault(x.Path, EffectiveValue.Default)))]);
    }

    private static JsonObject Read(string file)
    {
        if (!File.Exists(file))
            throw new FashionMnistException(ExitCodes.Configuration, $"{file}: the configuration file is not there");
        try
        {
            var options = new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                AllowDuplicateProperties = false,
            };
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: options)?.AsObject() ?? [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FashionMnistException(ExitCodes.Configuration, $"{file}: not a JSON object: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static void OverlayEnvironment(ConfigurationTree tree, IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue(DataVariable, out var directory))
            tree.Set("data.directory", directory, $"environment {DataVariable}");
        foreach (var (path, _) in tree.Leaves().ToList())
        {
            var variable = VariableFor(path);
            if (environment.TryGetValue(variable, out var value))
                tree.Set(path, value, $"environment {variable}");
        }
    }

    private static void OverlaySetting(ConfigurationTree tree, string setting)
    {
        var parts = setting.Split('=', 2);
        if (parts.Length != 2 || parts[0].Length == 0)
            throw new FashionMnistException(ExitCodes.Usage, $"--set {setting}: expected path=value, for example training.seed=7");
        tree.Set(parts[0], parts[1], "command line");
    }

    private static void RequireEntry(ConfigurationTree tree, string path, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        if (names.Contains(name))
            return;
        var secret = tree.Secrets.Contains(path);
        throw tree.Wrong(
            path,
            $"{(secret ? SsmParameter.Mask : $"'{name}'")} is not defined; known: {string.Join(", ", names)}.{(secret ? "" : NearestName.Hint(name, names))}");
    }
}
