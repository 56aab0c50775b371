using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>Every hyper-parameter, threshold and location; the shape of <c>config/fashion-mnist.json</c>.</summary>
public sealed class FashionMnistOptions
{
    /// <summary>Where the dataset comes from and what it must hash to.</summary>
    [Required]
    public DataOptions Data { get; set; } = new();

    /// <summary>What the data must look like.</summary>
    [Required]
    public ContractOptions Contract { get; set; } = new();

    /// <summary>How the network is trained.</summary>
    [Required]
    public TrainingOptions Training { get; set; } = new();

    /// <summary>When a model may go out.</summary>
    [Required]
    public GateOptions Gate { get; set; } = new();

    /// <summary>Where models are stored.</summary>
    [Required]
    public StoreOptions Store { get; set; } = new();

    /// <summary>How the batch job predicts.</summary>
    [Required]
    public PredictionOptions Prediction { get; set; } = new();

    /// <summary>Whether AWS Systems Manager Parameter Store is a source of the configuration.</summary>
    [Required]
    public SsmOptions Ssm { get; set; } = new();

    /// <summary>How the image of the batch job is built and kept.</summary>
    [Required]
    public ImageOptions Image { get; set; } = new();

    /// <summary>Which CloudFormation stacks are deployed, and with what.</summary>
    [Required]
    public DeployOptions Deploy { get; set; } = new();

    /// <summary>Who hears of failed builds.</summary>
    [Required]
    public NotificationOptions Notifications { get; set; } = new();
}
