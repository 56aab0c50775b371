using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FashionMnist.Models.Configuration;

/// <summary>Where models are stored.</summary>
public sealed class StoreOptions
{
    /// <summary>Name of the model in the store. Default: <c>fashion-mnist</c>.</summary>
    [Required, RegularExpression("[a-z0-9][a-z0-9-]*")]
    public string ModelName { get; set; } = "fashion-mnist";

    /// <summary>Name of the entry of <see cref="Environments"/> in use. Default: <c>local</c>.</summary>
    [Required]
    public string Environment { get; set; } = "local";

    /// <summary>Store to use instead of the environment's; forms as there. Default: none.</summary>
    public string? ModelStore { get; set; }

    /// <summary>The environments by name.</summary>
    [Required]
    public Dictionary<string, EnvironmentOptions> Environments { get; set; } = new() { ["local"] = new EnvironmentOptions { ModelStore = "store" } };

    /// <summary>The environment in use.</summary>
    [JsonIgnore]
    public EnvironmentOptions Current => Environments[Environment];

    /// <summary>The address of the store in use.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if the environment names none.</exception>
    public string RequireModelStore() => ModelStore ?? Current.ModelStore ?? throw new FashionMnistException(
        ExitCodes.Configuration,
        $"$.store.environments.{Environment}.modelStore: the environment '{Environment}' has no model store; set it there or pass --model-store");
}

/// <summary>One environment.</summary>
public sealed class EnvironmentOptions
{
    /// <summary>
    /// A folder, relative to the repository, <c>s3://bucket/prefix</c> or <c>mlflow:http://host:5000</c>; none: the environment is not set up.
    /// </summary>
    public string? ModelStore { get; set; }

    /// <summary>Branch that may promote here; none: any.</summary>
    public string? PromotingBranch { get; set; }

    /// <summary>Repository of the job's image; none: it is called as <c>image.name</c> says.</summary>
    [RegularExpression("[a-z0-9]+([._/-][a-z0-9]+)*")]
    public string? ImageRepository { get; set; }
}
