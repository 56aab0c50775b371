namespace FashionMnist.Models.Packages;

/// <summary>
/// model.json: where a model comes from, what it takes and gives, and how good it is. Travels beside model.onnx and never changes.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The version of this schema that this code writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the manifest's schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Name of the model in the store, for example <c>fashion-mnist</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Time at which training ended (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The sources that trained the model.</summary>
    public required SourceRevision Source { get; init; }

    /// <summary>The data the model was trained and tested on.</summary>
    public required DatasetProvenance Data { get; init; }

    /// <summary>How the model was trained.</summary>
    public required TrainingProvenance Training { get; init; }

    /// <summary>Names and versions of the packages that made the model, the build engine among them.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }

    /// <summary>The ONNX file this manifest belongs to.</summary>
    public required OnnxSignature Onnx { get; init; }

    /// <summary>How the float32 export became int8; <see langword="null"/> for a float32 model.</summary>
    public QuantizationProvenance? Quantization { get; init; }

    /// <summary>Class names in the order of the output, label 0 first.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Figures on the test set; <see langword="null"/> until the model was evaluated.</summary>
    public ModelMetrics? Metrics { get; init; }
}

/// <summary>A git commit and whether the working tree differed from it.</summary>
/// <param name="Commit">40 hex digits, or <c>unknown</c> outside a repository.</param>
/// <param name="Dirty">Whether uncommitted changes took part.</param>
public sealed record SourceRevision(string Commit, bool Dirty);

/// <summary>The dataset a model was made from.</summary>
/// <param name="Name">Name of the dataset, <c>fashion-mnist</c> or <see cref="SyntheticName"/>.</param>
/// <param name="Synthetic">Whether the images are drawn by this software instead of photographed.</param>
/// <param name="Files">SHA-256 (lower-case hex) of each file by its name.</param>
public sealed record DatasetProvenance(string Name, bool Synthetic, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Name of the dataset that this software draws, and of the models made from it.</summary>
    public const string SyntheticName = "fashion-mnist-synthetic";
}

/// <summary>How a model was trained.</summary>
/// <param name="Profile">Name of the training profile.</param>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Threads">Number of threads; another number gives other weights.</param>
/// <param name="Fingerprint">SHA-256 over everything that determines the weights: data, hyper-parameters, sources, versions, seed.</param>
/// <param name="HyperParameters">Name and value of each hyper-parameter.</param>
/// <param name="DurationSeconds">Wall time of training in seconds.</param>
public sealed record TrainingProvenance(
    string Profile,
    int Seed,
    int Threads,
    string Fingerprint,
    IReadOnlyDictionary<string, string> HyperParameters,
    double DurationSeconds)
{
    /// <summary>Number format of convolutions in training, <c>BFloat16</c> or <c>Float32</c>; weights are kept in float32.</summary>
    public string? ComputeType { get; init; }

    /// <summary>Largest absolute difference of a probability between the trained network and its float32 export on images of the training split.</summary>
    public double? ParityMaximumDifference { get; init; }

    /// <summary>The epoch whose weights the model has, from 1.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Accuracy of their float32 export on the validation images, 0 to 1; <see langword="null"/> if none were held out.</summary>
    public double? ValidationAccuracy { get; init; }
}

/// <summary>How an int8 model was made from the float32 export of the same weights.</summary>
/// <param name="CalibrationImages">Number of training images that set the ranges of the activations.</param>
/// <param name="Float32Sha256">SHA-256 of that float32 export, 64 lower-case hex digits.</param>
public sealed record QuantizationProvenance(int CalibrationImages, string Float32Sha256);

/// <summary>The ONNX file, its identity and its signature.</summary>
/// <param name="Sha256">SHA-256 of model.onnx, 64 lower-case hex digits; this is the identity of the package.</param>
/// <param name="Bytes">Size of model.onnx in bytes.</param>
/// <param name="Opset">Version of the default operator set.</param>
/// <param name="Input">The one input.</param>
/// <param name="Output">The one output.</param>
public sealed record OnnxSignature(string Sha256, long Bytes, int Opset, TensorSignature Input, TensorSignature Output);

/// <summary>Name, type and shape of a tensor.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="ElementType">Element type: <c>uint8</c> or <c>float32</c>.</param>
/// <param name="Shape">Dimensions; -1 stands for the batch.</param>
public sealed record TensorSignature(string Name, string ElementType, IReadOnlyList<int> Shape);

/// <summary>Figures of a model on the test set.</summary>
/// <param name="Accuracy">Share of right top-1 predictions, 0 to 1.</param>
/// <param name="ExpectedCalibrationError">Expected calibration error over 15 equal-width bins, 0 to 1 (Guo et al. 2017, arXiv
/// 1706.04599).</param>
/// <param name="LatencyMilliseconds">Median time of a single image in milliseconds on the machine that evaluated.</param>
/// <param name="Images">Number of test images.</param>
/// <param name="Classes">Figures of each class, label 0 first.</param>
/// <param name="Confusion">Row = true label, column = predicted label, counts.</param>
public sealed record ModelMetrics(
    double Accuracy,
    double ExpectedCalibrationError,
    double LatencyMilliseconds,
    int Images,
    IReadOnlyList<ClassMetrics> Classes,
    IReadOnlyList<IReadOnlyList<int>> Confusion);

/// <summary>Figures of one class.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Precision">Share of right ones among those predicted as this class; 0 if none was.</param>
/// <param name="Recall">Share of images of this class that were found.</param>
public sealed record ClassMetrics(string Name, double Precision, double Recall);
