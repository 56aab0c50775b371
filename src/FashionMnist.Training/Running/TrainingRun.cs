using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Checkpoints;
using FashionMnist.Training.Export;
using FashionMnist.Training.Learning;
using FashionMnist.Training.Native;
using FashionMnist.Training.Network;
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

        var data = DatasetLoader.Load(request.DatasetFile);
        LibTorch.Load(log);
        set_num_threads(request.Threads);
        var computeType = ComputeType.For(request.Profile);
        Announce(data, computeType);

        using var state = new TrainingState(request.Profile, computeType, request.Training.Seed);
        var checkpoint = new CheckpointFile(_folder[CheckpointFile.FileName], Identity(data, computeType));
        if (checkpoint.TryRestore(state, log))
            log.Information("Continuing after epoch {Epoch} from {Checkpoint:l}", state.Epoch, _folder[CheckpointFile.FileName]);

        new Trainer(data.Train, request.Profile, request.Training.Seed, log, time).Run(state, () => checkpoint.Save(state), cancellation);
        Export(state, data, computeType);
        checkpoint.Delete();
    }

    private void Announce(DatasetSplits data, ScalarType computeType) => log.Information(
        "Training profile {Profile:l} on {Images} images of {Dataset:l}{Synthetic:l}: seed {Seed}, {Threads} threads, {ComputeType}",
        request.Training.Profile, data.Train.Count, data.Name, data.Synthetic ? " (synthetic)" : "", request.Training.Seed, request.Threads, computeType);

    private void Export(TrainingState state, DatasetSplits data, ScalarType computeType)
    {
        var onnx = OnnxExporter.Export(NetworkFolder.Fold(state.AveragedNetwork));
        var manifest = Manifest(data, onnx, computeType, state.Elapsed);
        using var classifier = new FashionMnistClassifier(onnx, manifest, request.Threads);
        var parity = ParityCheck.Verify(state.AveragedNetwork, classifier, data.Test);
        log.Information(
            "TorchSharp and ONNX Runtime agree on all {Images} test images: same class on each, largest difference {Difference:G2} (limit {Limit:G2})",
            data.Test.Count, parity.MaximumDifference, ParityCheck.Limit);

        _folder.Replace(manifest with { Training = manifest.Training with { ParityMaximumDifference = parity.MaximumDifference } }, onnx);
        log.Information(
            "{Folder:l}: model {Sha256:l}, {Bytes} bytes, {Accuracy:P2} of the test images right after {Seconds:F0} s of training",
            request.OutputFolder, manifest.Onnx.Sha256, onnx.Length, parity.Accuracy, state.Elapsed.TotalSeconds);
    }

    private ModelManifest Manifest(DatasetSplits data, byte[] onnx, ScalarType computeType, TimeSpan duration) => new()
    {
        SchemaVersion = ModelManifest.CurrentSchemaVersion,
        Name = DatasetLoader.LoadReference(request.DatasetFile).ModelName(request.Configuration.Options.Store),
        Created = time.GetUtcNow(),
        Source = request.Source,
        Data = new DatasetProvenance(data.Name, data.Synthetic, data.Sha256ByFile),
        Training = new TrainingProvenance(
            request.Training.Profile, request.Training.Seed, request.Threads, request.Fingerprint, request.HyperParameters, duration.TotalSeconds)
        {
            ComputeType = computeType.ToString(),
        },
        Packages = PackageVersions.Current(request.Engine),
        Onnx = new OnnxSignature(ModelFolder.Sha256(onnx), onnx.Length, OnnxGraph.Opset, OnnxExporter.Input, OnnxExporter.Output),
        Labels = LabelMap.Names,
    };

    private string Identity(DatasetSplits data, ScalarType computeType) => string.Join('\n',
    [
        $"fingerprint {request.Fingerprint}",
        $"seed {request.Training.Seed}",
        $"threads {request.Threads}",
        $"compute type {computeType}",
        .. data.Sha256ByFile.Select(x => $"{x.Key} {x.Value}"),
        .. request.HyperParameters.Select(x => $"{x.Key} {x.Value}"),
    ]);
}
