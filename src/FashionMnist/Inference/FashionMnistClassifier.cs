using System.Runtime.ExceptionServices;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using Microsoft.ML.OnnxRuntime;

namespace FashionMnist.Inference;

/// <summary>
/// A loaded model: images in, class probabilities out. One instance serves any number of threads at once, as the ONNX Runtime
/// session in it does (<see href="https://onnxruntime.ai/docs/api/csharp/api/Microsoft.ML.OnnxRuntime.InferenceSession.html"/>).
/// </summary>
public sealed class FashionMnistClassifier : IDisposable
{
    /// <summary>
    /// Images of one run of the session: few enough that several threads find work in a batch and that little passes between the layers, enough
    /// that what every run leaves to the garbage collector does not count (docs/decisions/0029).
    /// </summary>
    private const int ImagesPerRun = 128;
    private const int RowBytes = LabelMap.Count * sizeof(float);

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly ParallelOptions _parallel;

    /// <summary>Builds the session and proves that manifest, graph and this software mean the same tensors and labels.</summary>
    /// <param name="onnx">The bytes of model.onnx; not used after the call.</param>
    /// <param name="manifest">The manifest that came with them.</param>
    /// <param name="threads">Number of threads of one call, of which each takes 128 images at a time; 0 takes every core.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Integrity"/> if they disagree or the bytes are no ONNX model.
    /// </exception>
    public FashionMnistClassifier(byte[] onnx, ModelManifest manifest, int threads = 0)
    {
        ModelContract.Check(manifest);
        OnnxScan.Check(onnx, manifest.Onnx.Sha256);
        Manifest = manifest;
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _inputNames = [manifest.Onnx.Input.Name];
        _outputNames = [manifest.Onnx.Output.Name];
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        _session = Open(onnx, manifest);
        try
        {
            ModelContract.Check(_session, manifest);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The manifest of the model.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Number of threads of one call.</summary>
    public int Threads { get; }

    /// <summary>Predicts a batch. Nothing is copied and nothing is kept.</summary>
    /// <param name="images">uint8 [N, 28, 28], at least <paramref name="count"/> * 784 bytes.</param>
    /// <param name="count">N, the number of images; 0 does nothing.</param>
    /// <param name="probabilities">Receives float32 [N, 10], label 0 first; each row sums to 1.</param>
    /// <exception cref="ArgumentException">A span is too short for <paramref name="count"/>.</exception>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/> if the model fails, or was stopped.</exception>
    public unsafe void Predict(ReadOnlySpan<byte> images, int count, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (images.Length / ImageShape.Pixels < count)
            throw new ArgumentException($"{images.Length} bytes hold less than {count} images.", nameof(images));
        if (probabilities.Length / LabelMap.Count < count)
            throw new ArgumentException($"{probabilities.Length} numbers are too few for {count} images.", nameof(probabilities));
        if (count == 0)
            return;

        fixed (byte* input = images)
        fixed (float* output = probabilities)
        {
            var (firstImage, firstRow) = ((nint)input, (nint)output);
            var runs = (count + ImagesPerRun - 1) / ImagesPerRun;
            if (runs == 1)
                RunPart(0);
            else
                RunParts(runs, RunPart);

            void RunPart(int run)
            {
                var first = run * ImagesPerRun;
                Run(firstImage + ((nint)first * ImageShape.Pixels), Math.Min(ImagesPerRun, count - first), firstRow + ((nint)first * RowBytes));
            }
        }
    }

    /// <summary>Stops what is predicted at the moment and whatever comes after it; both end with an exception.</summary>
    public void Stop() => _runOptions.Terminate = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private void RunParts(int runs, Action<int> run)
    {
        try
        {
            Parallel.For(0, runs, _parallel, run);
        }
        catch (AggregateException e)
        {
            // One failure is enough, and the others are the same.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Run(nint images, int count, nint probabilities)
    {
        using var input = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8,
            [count, ImageShape.Height, ImageShape.Width],
            images,
            (long)count * ImageShape.Pixels);
        using var output = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float,
            [count, LabelMap.Count],
            probabilities,
            (long)count * RowBytes);
        try
        {
            _session.Run(_runOptions, _inputNames, [input], _outputNames, [output]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new FashionMnistException(
                ExitCodes.Integrity, $"model {Manifest.Onnx.Sha256}: ONNX Runtime cannot run it: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static InferenceSession Open(byte[] onnx, ModelManifest manifest)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // Threads take images, not pieces of a layer: they wait for each other once a batch instead of once a layer.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            return new InferenceSession(onnx, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new FashionMnistException(
                ExitCodes.Integrity,
                $"model {manifest.Onnx.Sha256}: ONNX Runtime cannot load it: {e.Message.ReplaceLineEndings(" ")}",
                e);
        }
    }
}
