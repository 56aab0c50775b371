using System.Text.Json.Nodes;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>Parameters as a layer of the configuration: below the path, <c>gate/minimumAccuracy</c> is <c>gate.minimumAccuracy</c>.</summary>
internal static class SsmLayer
{
    /// <summary>The path that the other layers name; <see langword="null"/>: SSM is not a source.</summary>
    public static string? PathIn(ConfigurationTree tree)
    {
        var node = tree.Leaves().FirstOrDefault(x => x.Path == SsmOptions.PathKey).Value;
        if (node is null)
            return null;
        if (node is not JsonValue value || !value.TryGetValue<string>(out var path))
            throw tree.Wrong(SsmOptions.PathKey, "not a valid String");
        var options = new FashionMnistOptions { Ssm = new SsmOptions { Path = path } };
        foreach (var (key, problem) in ConfigurationValidator.Validate(options, tree.Secrets))
            throw tree.Wrong(key, problem);
        return path;
    }

    public static void Overlay(ConfigurationTree tree, SsmSnapshot snapshot)
    {
        foreach (var parameter in snapshot.Parameters)
        {
            var names = parameter.Name[(snapshot.Path.Length + 1)..].Split('/');
            var key = string.Join('.', names);
            if (key == SsmOptions.PathKey)
                throw Refuse(parameter, key, "the path cannot stand in Parameter Store itself; delete this parameter");
            if (ConfigurationTree.IsGroup(names))
                throw Refuse(parameter, key, "this is a group of values, not a value; delete this parameter");
            if (parameter.Secret)
                tree.Secrets.Add(key);
            tree.Set(names, parameter.Value, $"SSM {parameter.Name}");
        }
    }

    private static FashionMnistException Refuse(SsmParameter parameter, string key, string why) =>
        new(ExitCodes.Configuration, $"$.{key} (SSM {parameter.Name}): {why}");
}
