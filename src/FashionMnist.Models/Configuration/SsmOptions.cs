using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>Whether AWS Systems Manager Parameter Store is a source of the configuration.</summary>
public sealed class SsmOptions
{
    /// <summary>Where the value of <see cref="Path"/> stands in the configuration.</summary>
    public const string PathKey = "ssm.path";

    /// <summary>
    /// Path of AWS SSM parameters to read, one for each value, for example <c>/fashion-mnist/production</c>; none: nothing is asked.
    /// It cannot stand in Parameter Store itself. Default: none.
    /// </summary>
    [RegularExpression("(/[A-Za-z0-9_.-]+)+")]
    public string? Path { get; set; }
}
