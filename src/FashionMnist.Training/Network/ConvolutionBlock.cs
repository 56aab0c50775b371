using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Training.Network;

/// <summary>
/// 3x3 convolution, optional 2x2 max-pooling, batch normalisation, ReLU. The normalisation has no learned scale, so its factor is
/// always positive: it commutes with max-pooling, which lets it run on a quarter of the pixels and still be folded into the convolution.
/// </summary>
internal sealed class ConvolutionBlock : Module<Tensor, Tensor>
{
    /// <summary>Added to the variance, as in PyTorch.</summary>
    public const double Epsilon = 1e-5;

    private const int KernelSize = 3;
    private const double StatisticsMomentum = 0.1;
    private const string MeanName = "mean";
    private const string VarianceName = "variance";

    private readonly ScalarType _trainingType;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="pools">Whether the output has half the height and width.</param>
    /// <param name="trainingType">Number format of the convolution in training; evaluation is always float32.</param>
    /// <param name="random">Source of the initial weights.</param>
    public ConvolutionBlock(int inputs, int outputs, bool pools, ScalarType trainingType, Generator random)
        : base(nameof(ConvolutionBlock))
    {
        Pools = pools;
        _trainingType = trainingType;
        // He et al. 2015, arXiv 1502.01852, equation 10.
        var deviation = Math.Sqrt(2.0 / (inputs * KernelSize * KernelSize));
        _weight = new Parameter(randn([outputs, inputs, KernelSize, KernelSize], generator: random).TimesInPlace(deviation));
        _bias = new Parameter(zeros(outputs));
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        register_buffer(MeanName, zeros(outputs));
        register_buffer(VarianceName, ones(outputs));
    }

    /// <summary>float32 [outputs, inputs, 3, 3].</summary>
    public Tensor Weight => _weight;

    /// <summary>float32 [outputs], added after normalisation.</summary>
    public Tensor Bias => _bias;

    /// <summary>Running mean, float32 [outputs].</summary>
    public Tensor Mean => get_buffer(MeanName)!;

    /// <summary>Running variance, float32 [outputs].</summary>
    public Tensor Variance => get_buffer(VarianceName)!;

    /// <summary>Whether the output has half the height and width.</summary>
    public bool Pools { get; }

    /// <param name="input">float32 or the training type, [N, inputs, H, W].</param>
    /// <returns>The same type, [N, outputs, H, W] or [N, outputs, H / 2, W / 2].</returns>
    public override Tensor forward(Tensor input)
    {
        var weight = training ? _weight.to(_trainingType) : _weight;
        var x = functional.conv2d(input, weight, padding: [KernelSize / 2, KernelSize / 2]);
        if (Pools)
            x = functional.max_pool2d(x, 2);
        x = functional.batch_norm(x, Mean, Variance, weight: null, _bias, training, StatisticsMomentum, Epsilon);
        return functional.relu(x);
    }
}
