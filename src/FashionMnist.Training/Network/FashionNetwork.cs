using FashionMnist.Data;
using FashionMnist.Models.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Training.Network;

/// <summary>
/// The classifier: three convolution blocks with pooling after each (28 to 14, 7 and 3 pixels), optionally a residual pair before
/// the last pooling, and a linear layer over all pixels and channels that are left.
/// </summary>
internal sealed class FashionNetwork : Module<Tensor, Tensor>
{
    /// <summary>
    /// What pixels are multiplied with. Nothing is subtracted: 0 stays 0, so the padding of the first convolution is background, and
    /// the factor can be folded into its weights. The mean is left to batch normalisation.
    /// </summary>
    public const float PixelScale = 1f / byte.MaxValue;

    private const int FinalPixels = 3 * 3;

    private readonly ScalarType _trainingType;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <param name="profile">The recipe with the size of the network.</param>
    /// <param name="trainingType">Number format of convolutions in training; evaluation is always float32.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public FashionNetwork(TrainingProfile profile, ScalarType trainingType, int seed)
        : base(nameof(FashionNetwork))
    {
        _trainingType = trainingType;
        AveragesMirrored = profile.AverageMirrored;
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed, CPU);
        var (narrow, middle, wide) = (profile.Width, profile.Width * 2, profile.Width * 4);
        Trunk =
        [
            new ConvolutionBlock(1, narrow, pools: true, trainingType, random),
            new ConvolutionBlock(narrow, middle, pools: true, trainingType, random),
            new ConvolutionBlock(middle, wide, pools: !profile.Residual, trainingType, random),
        ];
        ResidualPair = profile.Residual
            ?
            [
                new ConvolutionBlock(wide, wide, pools: false, trainingType, random),
                new ConvolutionBlock(wide, wide, pools: false, trainingType, random),
            ]
            : [];

        var features = wide * FinalPixels;
        _weight = new Parameter(randn([LabelMap.Count, features], generator: random).TimesInPlace(Math.Sqrt(1.0 / features)));
        _bias = new Parameter(zeros(LabelMap.Count));
        foreach (var (block, i) in Blocks.Select((block, i) => (block, i)))
            register_module($"block{i}", block);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        scope.Detach(parameters().Concat(buffers()));
    }

    /// <summary>Whether <see cref="Probabilities"/> are the mean over an image and its mirror image.</summary>
    public bool AveragesMirrored { get; }

    /// <summary>The three blocks that follow each other.</summary>
    public IReadOnlyList<ConvolutionBlock> Trunk { get; }

    /// <summary>Two blocks whose output is added to their input, followed by 2x2 max-pooling; or none.</summary>
    public IReadOnlyList<ConvolutionBlock> ResidualPair { get; }

    /// <summary>float32 [10, features]; features run over channels, rows and columns in this order.</summary>
    public Tensor Weight => _weight;

    /// <summary>float32 [10].</summary>
    public Tensor Bias => _bias;

    /// <summary>Everything that training changes: parameters, then running statistics; always in the same order.</summary>
    public IEnumerable<Tensor> State => parameters().Concat(buffers());

    private IEnumerable<ConvolutionBlock> Blocks => Trunk.Concat(ResidualPair);

    /// <param name="images">uint8 [N, 28, 28].</param>
    /// <returns>Logits, float32 [N, 10].</returns>
    public override Tensor forward(Tensor images)
    {
        var type = training ? _trainingType : ScalarType.Float32;
        var x = ChannelsLast(images.to(type).Times(PixelScale));
        foreach (var block in Trunk)
            x = block.forward(x);
        if (ResidualPair.Count > 0)
            x = functional.max_pool2d(x.Plus(ResidualPair.Aggregate(x, (input, block) => block.forward(input))), 2);
        return functional.linear(x.flatten(1), _weight.to(type)).to(ScalarType.Float32).Plus(_bias);
    }

    /// <summary>What the exported model gives, in evaluation mode.</summary>
    /// <param name="images">uint8 [N, 28, 28].</param>
    /// <returns>float32 [N, 10], rows sum to 1.</returns>
    public Tensor Probabilities(Tensor images)
    {
        var probabilities = forward(images).softmax(1);
        return AveragesMirrored ? probabilities.Plus(forward(images.flip(2)).softmax(1)).Times(0.5) : probabilities;
    }

    // With one channel both layouts have the same bytes; the strides make libtorch choose its faster channels-last kernels from here on.
    private static Tensor ChannelsLast(Tensor images) => images.as_strided(
        [images.shape[0], 1, ImageShape.Height, ImageShape.Width],
        [ImageShape.Pixels, 1, ImageShape.Width, 1]);
}
