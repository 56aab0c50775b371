using FashionMnist.Build.Deployment;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Deployment;

public sealed class StackSetTests : IDisposable
{
    private const string Resources = "Resources: { A: { Type: AWS::SNS::Topic } }\n";
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _parameters = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parents_stand_before_their_children_whatever_their_names()
    {
        Write("artifacts", "ParentZStack");
        Write("batch", "ParentArtifactsStack", "ParentZStack");
        Write("z");

        var stacks = Set().Choose([]);

        Assert.Equal(["fashion-mnist-integration-z", "fashion-mnist-integration-artifacts", "fashion-mnist-integration-batch"], stacks.Select(x => x.Name));
        Assert.Equal(["artifacts", "z"], stacks[2].Parents);
        Assert.Equal("fashion-mnist-integration-artifacts", stacks[2].Parameters["ParentArtifactsStack"]);
        Assert.Equal("integration", stacks[0].Parameters["Environment"]);
    }

    [Fact]
    public void Chosen_stacks_keep_the_order()
    {
        Write("artifacts");
        Write("batch", "ParentArtifactsStack");
        Write("access");

        Assert.Equal(["artifacts", "batch"], Set().Choose(["batch", "artifacts"]).Select(x => x.Template.Name));
        var e = Assert.Throws<FashionMnistException>(() => Set().Choose(["bacth"]));
        Assert.Equal(ExitCodes.Usage, e.ExitCode);
        Assert.StartsWith("--stack bacth: there is no such template; known: access, artifacts, batch.", e.Message, StringComparison.Ordinal);
        Assert.Contains("batch", e.Message[^10..], StringComparison.Ordinal);
    }

    [Fact]
    public void Configured_values_win_and_what_has_a_default_may_be_left_out()
    {
        Write("batch", "Vcpus", "Vpc: { Type: String, Default: none }");
        _parameters["batch.Vcpus"] = "8";

        Assert.Equal(new Dictionary<string, string> { ["Environment"] = "integration", ["Vcpus"] = "8" }, Set().Choose([])[0].Parameters);
    }

    [Fact]
    public void A_parameter_without_value_names_where_to_set_it()
    {
        Write("batch", "Vcpus");
        Write("artifacts");

        var e = Assert.Throws<FashionMnistException>(() => Set().Choose([]));
        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.StartsWith("$.deploy.environments.integration.parameters.batch.Vcpus: the parameter has no default", e.Message, StringComparison.Ordinal);
        Assert.Single(Set().Choose(["artifacts"]));
    }

    [Fact]
    public void All_parameters_without_value_are_named_at_once()
    {
        Write("access", "Branch");
        Write("batch", "Subnets", "VpcId");

        var e = Assert.Throws<FashionMnistException>(() => Set().Choose([]));
        const string Keys = "deploy.environments.integration.parameters";
        Assert.Equal(
            $"$.{Keys}.access.Branch, $.{Keys}.batch.Subnets, $.{Keys}.batch.VpcId: these parameters have no default; set them there, "
                + $"or pass --set {Keys}.access.Branch=... {Keys}.batch.Subnets=... {Keys}.batch.VpcId=...",
            e.Message);
    }

    [Fact]
    public void A_value_that_no_template_takes_is_refused()
    {
        Write("batch", "Vcpus: { Type: Number, Default: 4 }");
        _parameters["batch.Vcpu"] = "8";

        var e = Assert.Throws<FashionMnistException>(Set);
        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Contains("$.deploy.environments.integration.parameters.batch.Vcpu: no template has this parameter", e.Message, StringComparison.Ordinal);
        Assert.Contains("batch.Vcpus", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_parents_is_refused()
    {
        Write("a", "ParentBStack");
        Write("b", "ParentAStack");

        var e = Assert.Throws<FashionMnistException>(Set);
        Assert.Equal((ExitCodes.BadInput, "The templates a, b name each other as parents, so none can be deployed first"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void A_parent_that_is_no_template_is_refused()
    {
        Write("a", "ParentBStack");

        Assert.Contains("a.yaml: the parameter ParentBStack names the stack of a template that is not there", Assert.Throws<FashionMnistException>(Set).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_that_is_not_deployed_is_refused()
    {
        Write("a");

        var e = Assert.Throws<FashionMnistException>(() => Set("local"));
        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Equal("$.deploy.environments: 'local' is not deployed; pass --environment with one of integration, production, or add it there", e.Message);
    }

    [Theory]
    [InlineData("Resources: [", "no YAML: line ")]
    [InlineData("Parameters: {}", "no template: one document with Resources is expected")]
    [InlineData("- a", "no template")]
    [InlineData("Parameters: [a]\nResources: { A: { Type: B } }", "Parameters: a mapping is expected")]
    [InlineData("Parameters: { A: b }\nResources: { A: { Type: B } }", "Parameters.A: a mapping is expected")]
    public void A_file_that_is_no_template_names_the_file_and_the_place(string body, string problem)
    {
        var file = Path.Combine(_folder.Path, "bad.yaml");
        File.WriteAllText(file, body);

        var e = Assert.Throws<FashionMnistException>(() => StackTemplate.Read(file));
        Assert.Equal(ExitCodes.BadInput, e.ExitCode);
        Assert.StartsWith($"{file}: {problem}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_template_larger_than_CloudFormation_takes_is_refused_and_one_of_that_size_is_not()
    {
        var file = Path.Combine(_folder.Path, "large.yaml");
        File.WriteAllText(file, Resources + "#" + new string('x', StackTemplate.LargestBody - Resources.Length - 1));
        Assert.Equal("large", StackTemplate.Read(file).Name);

        File.AppendAllText(file, "x");
        Assert.Contains("51201 bytes are more than the 51200", Assert.Throws<FashionMnistException>(() => StackTemplate.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_forms_of_functions_and_secrets_are_understood()
    {
        var file = Path.Combine(_folder.Path, "batch.yaml");
        File.WriteAllText(file, TestTemplates.Batch);

        Assert.Equal(
            [new("Environment", false, false), new("ParentArtifactsStack", false, false), new("Password", true, true)], StackTemplate.Read(file).Parameters);
    }

    [Fact]
    public void A_folder_without_templates_is_named() =>
        Assert.Equal(ExitCodes.NotFound, Assert.Throws<FashionMnistException>(() => StackTemplate.ReadAll(_folder.Path)).ExitCode);

    private void Write(string name, params string[] parameters) => File.WriteAllText(
        Path.Combine(_folder.Path, $"{name}.yaml"),
        $"Parameters:\n{string.Concat(parameters.Prepend("Environment").Select(x => $"  {(x.Contains(':', StringComparison.Ordinal) ? x : $"{x}: {{ Type: String }}")}\n"))}{Resources}");

    private StackSet Set() => Set("integration");

    private StackSet Set(string environment)
    {
        var options = new DeployOptions();
        options.Environments["integration"].Parameters = _parameters;
        return new StackSet(environment, options, StackTemplate.ReadAll(_folder.Path));
    }
}
