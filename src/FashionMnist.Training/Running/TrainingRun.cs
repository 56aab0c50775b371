using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Checkpoints;
using FashionMnist.Training.Export;
using FashionMnist.Training.Export.Quantization;
using FashionMnist.Training.Learning;
using FashionMnist.Training.Native;
using FashionMnist.Training.Network;
using FashionMnist.Training.Validation;
using Serilog;
using static TorchSharp.torch;

namespace FashionMnist.Training.Running;

/// <summary>The whole way from a dataset to a model package.</summary>
/// <param name="request">What to train.</param>
/// <param name="log">Where progress is told.</param>
/// <param name="time">The clock.</param>
internal sealed class TrainingRun(TrainingRequest request, ILogger log, TimeProvider time)
{
    private readonly ModelFolder _folder = new(request.OutputFolder);

    /// <summary>Trains unless that was done already, continuing from a checkpoint if there is one.</summary>
    /// <exception cref="Models.FashionMnistException">As the parts: dataset, folder, libtorch, training, parity.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the same call continues after the last complete epoch.</exception>
    public void Execute(CancellationToken cancellation)
    {
        using var held = _folder.Open();
        if (_folder.FindFinished(request.Fingerprint) is { } finished)
        {
            log.Information("{Folder:l}: the same inputs were trained already, model {Sha256:l}; nothing to do", request.OutputFolder, finished.Onnx.Sha256);
            return;
        }

        var data = DatasetLoader.LoadReference(request.DatasetFile);
        var train = DatasetLoader.LoadTrain(data);
        var split = ValidationSplit.Of(train, request.Profile.ValidationImages, request.Training.Seed);
        LibTorch.Load(log);
        set_num_threads(request.Threads);
        var computeType = ComputeType.For(request.Profile);
        Announce(data, split, computeType);

        using var state = new TrainingState(request.Profile, computeType, request.Training.Seed);
        var checkpoint = new CheckpointFile(_folder[CheckpointFile.FileName], Identity(data, computeType));
        if (checkpoint.TryRestore(state, log))
            log.Information("Continuing after epoch {Epoch} from {Checkpoint:l}", state.Epoch, _folder[CheckpointFile.FileName]);

        new Trainer(split, request.Profile, request.Training.Seed, log, time).Run(state, () => checkpoint.Save(state), cancellation);
        Export(state, data, train, split, computeType);
        checkpoint.Delete();
    }

    private void Announce(DatasetReference data, ValidationSplit split, ScalarType computeType) => log.Information(
        "Training profile {Profile:l} on {Images} images of {Dataset:l}{Synthetic:l}, {Validation} held out: seed {Seed}, {Threads} threads, {ComputeType}",
        request.Training.Profile, split.Train.Count, data.Name, data.Synthetic ? " (synthetic)" : "", split.Validation.Count, request.Training.Seed,
        request.Threads, computeType);

    private void Export(TrainingState state, DatasetReference data, FashionMnistDataset train, ValidationSplit split, ScalarType computeType)
    {
        var network = NetworkFolder.Fold(state.Result);
        var float32 = OnnxExporter.Export(network);
        var manifest = Manifest(data, float32, computeType, state, Validate(state.Result, split.Validation));
        var parity = Verify(state.Result, float32, manifest, train);
        manifest = manifest with { Training = manifest.Training with { ParityMaximumDifference = parity.MaximumDifference } };

        var onnx = float32;
        if (request.Training.Precision == ModelPrecision.Quantized)
            (onnx, manifest) = Quantize(network, manifest, split.Train);
        _folder.Replace(manifest, onnx, float32);
        log.Information(
            "{Folder:l}: {Precision:l} model {Sha256:l}, {Bytes} bytes, after {Seconds:F0} s of training; this process used {Cpu:F0} CPU s",
            request.OutputFolder, request.Training.Precision, manifest.Onnx.Sha256, onnx.Length, state.Elapsed.TotalSeconds,
            Environment.CpuUsage.TotalTime.TotalSeconds);
    }

    private double? Validate(FashionNetwork network, FashionMnistDataset validation)
    {
        if (validation.Count == 0)
            return null;
        var accuracy = new Validator(validation).MeasureAsExported(network).Accuracy;
        log.Information(
            "The network as it is exported{Averaged:l} has {Accuracy:P2} of the {Images} validation images",
            network.AveragesMirrored ? ", averaging an image and its mirror image," : "", accuracy, validation.Count);
        return accuracy;
    }

    private ParityResult Verify(FashionNetwork network, byte[] onnx, ModelManifest manifest, FashionMnistDataset train)
    {
        using var classifier = new FashionMnistClassifier(onnx, manifest, request.Threads);
        var images = train.Sample(ParityCheck.Images, request.Training.Seed);
        var parity = ParityCheck.Verify(network, classifier, images);
        log.Information(
            "TorchSharp and ONNX Runtime agree on all of {Images} images of the training set: same class on each, largest difference {Difference:G2} "
            + "(limit {Limit:G2}); the float32 model has {Accuracy:P2} of these right",
            images.Count, parity.MaximumDifference, ParityCheck.Limit, parity.Accuracy);
        return parity;
    }

    private (byte[] Onnx, ModelManifest Manifest) Quantize(FoldedNetwork network, ModelManifest float32, FashionMnistDataset train)
    {
        var images = train.Sample(request.Training.CalibrationImages, request.Training.Seed);
        var onnx = Int8Exporter.Export(network, ActivationRanges.Measure(network, images, request.Threads));
        log.Information("Quantised to int8 with the ranges of {Images} training images", images.Count);
        return (onnx, float32 with
        {
            Onnx = Signature(onnx),
            Quantization = new QuantizationProvenance(images.Count, float32.Onnx.Sha256),
        });
    }

    private ModelManifest Manifest(DatasetReference data, byte[] onnx, ScalarType computeType, TrainingState state, double? validation) => new()
    {
        SchemaVersion = ModelManifest.CurrentSchemaVersion,
        Name = data.ModelName(request.Configuration.Options.Store),
        Created = time.GetUtcNow(),
        Source = request.Source,
        Data = new DatasetProvenance(data.Name, data.Synthetic, data.Files.ToDictionary(x => x.Name, x => x.Sha256)),
        Training = new TrainingProvenance(
            request.Training.Profile, request.Training.Seed, request.Threads, request.Fingerprint, request.HyperParameters,
            state.Elapsed.TotalSeconds)
        {
            ComputeType = computeType.ToString(),
            BestEpoch = state.ResultEpoch,
            ValidationAccuracy = validation,
        },
        Packages = PackageVersions.Current(request.Engine),
        Onnx = Signature(onnx),
        Labels = LabelMap.Names,
    };

    private static OnnxSignature Signature(byte[] onnx) =>
        new(ModelFolder.Sha256(onnx), onnx.Length, OnnxGraph.Opset, OnnxExporter.Input, OnnxExporter.Output);

    private string Identity(DatasetReference data, ScalarType computeType) => string.Join('\n',
    [
        $"fingerprint {request.Fingerprint}",
        $"seed {request.Training.Seed}",
        $"threads {request.Threads}",
        $"compute type {computeType}",
        .. data.Files.Select(x => $"{x.Name} {x.Sha256}"),
        .. request.HyperParameters.Select(x => $"{x.Key} {x.Value}"),
    ]);
}
