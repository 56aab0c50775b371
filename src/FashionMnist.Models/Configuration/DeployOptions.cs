using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>Which CloudFormation stacks are deployed, and with what.</summary>
public sealed class DeployOptions
{
    /// <summary>What the names of all stacks begin with: a stack is called <c>prefix-environment-template</c>. Default: <c>fashion-mnist</c>.</summary>
    [Required, RegularExpression("[a-zA-Z][a-zA-Z0-9-]{0,60}")]
    public string StackPrefix { get; set; } = "fashion-mnist";

    /// <summary>Seconds between two looks at a stack that changes. Default: 5.</summary>
    [Range(0, 300)]
    public int PollSeconds { get; set; } = 5;

    /// <summary>The environments that are deployed, by the names of <c>store.environments</c>.</summary>
    [Required]
    public Dictionary<string, DeployedEnvironmentOptions> Environments { get; set; } = new()
    {
        ["integration"] = new DeployedEnvironmentOptions(),
        ["production"] = new DeployedEnvironmentOptions(),
    };
}

/// <summary>One environment on AWS.</summary>
public sealed class DeployedEnvironmentOptions
{
    /// <summary>The AWS account it belongs to; <c>Deploy</c> refuses credentials of another one. Default: none, any.</summary>
    [RegularExpression("[0-9]{12}")]
    public string? Account { get; set; }

    /// <summary>Values of parameters by <c>template.Parameter</c>, for example <c>batch.MaxVcpus</c>; others keep the template's default.</summary>
    [Required]
    public Dictionary<string, string> Parameters { get; set; } = [];
}
