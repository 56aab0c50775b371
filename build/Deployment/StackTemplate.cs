using System.Text;
using FashionMnist.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FashionMnist.Build.Deployment;

/// <summary>A CloudFormation template of the project.</summary>
/// <param name="Name">Name of its file without extension.</param>
/// <param name="Body">Its text.</param>
/// <param name="Parameters">Its parameters in their order.</param>
internal sealed record StackTemplate(string Name, string Body, IReadOnlyList<TemplateParameter> Parameters)
{
    /// <summary>Bytes of a template that CloudFormation takes without S3 (quota "Template body size in a request").</summary>
    public const int LargestBody = 51_200;

    private const string Extension = ".yaml";

    /// <summary>The templates of a folder, by name.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> if there is none; what <see cref="Read"/> throws.</exception>
    public static IReadOnlyList<StackTemplate> ReadAll(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Extension}") : [];
        return files.Length > 0
            ? [.. files.Order(StringComparer.Ordinal).Select(Read)]
            : throw new FashionMnistException(ExitCodes.NotFound, $"{folder}: there is no template (*{Extension})");
    }

    /// <summary>Reads a template.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it is no YAML, no template, or too large.</exception>
    public static StackTemplate Read(string file)
    {
        var body = File.ReadAllText(file);
        var bytes = Encoding.UTF8.GetByteCount(body);
        if (bytes > LargestBody)
        {
            throw Wrong(
                file, $"{bytes} bytes are more than the {LargestBody} that CloudFormation takes without an upload to S3, which Deploy does not do; split the template");
        }

        return new StackTemplate(Path.GetFileNameWithoutExtension(file), body, [.. ParametersOf(file, body)]);
    }

    private static IEnumerable<TemplateParameter> ParametersOf(string file, string body)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(body));
        }
        catch (YamlException e)
        {
            throw Wrong(file, $"no YAML: line {e.Start.Line}, column {e.Start.Column}: {e.Message.ReplaceLineEndings(" ")}");
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }] || Find(root, "Resources") is not YamlMappingNode)
            throw Wrong(file, "no template: one document with Resources is expected");
        return Find(root, "Parameters") switch
        {
            null => [],
            YamlMappingNode parameters => parameters.Children.Select(x => x.Value is YamlMappingNode parameter
                ? new TemplateParameter(Text(x.Key)!, Find(parameter, "Default") is not null, Text(Find(parameter, "NoEcho")) is "true")
                : throw Wrong(file, $"Parameters.{Text(x.Key)}: a mapping is expected")),
            _ => throw Wrong(file, "Parameters: a mapping is expected"),
        };
    }

    private static YamlNode? Find(YamlMappingNode node, string key) => node.Children.FirstOrDefault(x => Text(x.Key) == key).Value;

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    private static FashionMnistException Wrong(string file, string problem) => new(ExitCodes.BadInput, $"{file}: {problem}");
}

/// <summary>A parameter of a template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasDefault">Whether it may be left out.</param>
/// <param name="Secret">Whether its value is not to be shown (<c>NoEcho</c>).</param>
internal sealed record TemplateParameter(string Name, bool HasDefault, bool Secret);
