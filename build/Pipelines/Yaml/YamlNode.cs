namespace FashionMnist.Build.Pipelines.Yaml;

/// <summary>A value of a YAML file.</summary>
internal abstract record YamlNode
{
    public static implicit operator YamlNode(string text) => new YamlText(text);

    public static implicit operator YamlNode(int number) => new YamlCode($"{number}");

    public static implicit operator YamlNode(bool flag) => new YamlCode(flag ? "true" : "false");

    public static implicit operator YamlNode(string[] items) => new YamlList([.. items.Select(x => (YamlNode)x)]);
}

/// <summary>Text, in quotes where it could be taken for something else.</summary>
/// <param name="Text">The text.</param>
/// <param name="Comment">What is said of it at the end of its line.</param>
internal sealed record YamlText(string Text, string? Comment = null) : YamlNode;

/// <summary>A number or a truth value.</summary>
internal sealed record YamlCode(string Code) : YamlNode;

/// <summary>A list.</summary>
internal sealed record YamlList(params IReadOnlyList<YamlNode> Items) : YamlNode;

/// <summary>A map; keys stay in their order.</summary>
internal sealed record YamlMap(params IReadOnlyList<(string Key, YamlNode Value)> Entries) : YamlNode;
