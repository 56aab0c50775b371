using FashionMnist.Inference;
using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Output;
using FashionMnist.Reporting;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Prediction;

/// <summary>One run of the batch job: images and a model in, predictions and their manifest out. Use once.</summary>
public sealed class PredictionRun
{
    private readonly PredictionRequest _request;
    private readonly OutputNames _names;
    private readonly TimeProvider _time;
    private Task _predicting = Task.CompletedTask;
    private readonly IFileAccess _files;

    /// <summary>Prepares a run; nothing is touched yet.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="time">The clock.</param>
    public PredictionRun(PredictionRequest request, TimeProvider time)
        : this(request, time, new LocationAccess(time))
    {
    }

    internal PredictionRun(PredictionRequest request, TimeProvider time, IFileAccess files)
    {
        (_request, _time, _files) = (request, time, files);
        _names = new OutputNames(request.Identity, request.Format, request.Partition);
    }

    /// <summary>Predicts and publishes. A failure or a cancellation leaves no result and no half of one.</summary>
    /// <param name="progress">Called now and then from another thread.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="FashionMnistException">With the exit code that fits.</exception>
    public async Task<PredictionResult> RunAsync(Action<PredictionProgress> progress, CancellationToken cancellationToken)
    {
        var clock = new RunClock(_time);
        // Images are opened and counted while the model is loaded.
        var loading = Task.Run(() => LoadAsync(clock, cancellationToken), cancellationToken);
        try
        {
            return await RunAsync(loading, clock, progress, cancellationToken);
        }
        finally
        {
            await DisposeAsync(loading, cancellationToken);
        }
    }

    private async Task<PredictionResult> RunAsync(
        Task<Loaded> loading, RunClock clock, Action<PredictionProgress> progress, CancellationToken cancellationToken)
    {
        using var input = await Task.Run(() => new InputOpener(_files, _request).OpenAsync(cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken);
        using var folder = _files.Output(_request.Output, _names.Folder);
        var predictions = folder.Create(_names.Predictions);
        var rejects = _request.OnError == ErrorPolicy.Skip ? folder.Create(_names.Rejects) : null;
        using var format = PredictionFormats.Create(_request.Format, new OutputFields(_request.Probabilities, input.Reader.NamesFiles, _request.Keep));
        var statistics = _request.Report ? new PredictionStatistics() : null;
        var writer = new PredictionWriter(format, predictions, rejects, statistics);
        writer.Start(first: _request.Identity.Shard is null or { Number: 1 });
        await PredictAsync(loading, input, writer, progress, cancellationToken);
        writer.End();
        // A part sees too little to judge; merging judges the whole.
        if (_request.Identity.Shard is null)
            RejectLimit.Check(writer.Counts.Read, writer.Counts.Rejected, _request.MaximumRejects, writer.Counts.FirstRejected);

        // What lies behind a shard is read for the hash, and reading may hang where no token reaches.
        var hashing = Task.Run(() => input.Sha256(cancellationToken), cancellationToken);
        input.KeepOpenFor(hashing);
        var (imagesSha256, labelsSha256) = await hashing.WaitAsync(cancellationToken);
        var rows = input.Rows ?? writer.Counts.Read;
        var files = new List<StagedFile> { predictions };
        if (rejects is not null)
            files.Add(rejects);
        files.ForEach(x => x.Finish());

        var manifest = new ManifestBuilder(_request, await loading, writer.Counts, clock).Build(
            new InputIdentity($"{_request.Input}", imagesSha256, rows) { ListingSha256 = input.ListingSha256 },
            labelsSha256 is null ? null : new InputIdentity($"{_request.Labels}", labelsSha256, rows),
            input.Pictures,
            predictions,
            rejects);
        if (statistics is not null)
        {
            var report = WriteReport(folder, manifest, (await loading).Model.Manifest, statistics);
            files.Add(report);
            manifest = manifest with { Report = new ReportIdentity(report.Name, report.Sha256, report.Bytes) };
        }

        var manifestFile = folder.Create(_names.Manifest);
        manifestFile.Write(System.Text.Encoding.UTF8.GetBytes(manifest.ToJson()));
        manifestFile.Finish();
        files.Add(manifestFile);

        cancellationToken.ThrowIfCancellationRequested();
        string[] possible = [_names.Rejects, _names.Report];
        string[] outdated = [.. _names.Manifests, .. possible.Where(x => files.All(y => y.Name != x))];
        await folder.PublishAsync(files, outdated, cancellationToken);
        return new PredictionResult(manifest, folder.Address);
    }

    private StagedFile WriteReport(IOutputFolder folder, PredictionManifest manifest, ModelManifest model, PredictionStatistics statistics)
    {
        var file = folder.Create(_names.Report);
        file.Write(PredictionPage.Render(manifest, model, statistics, _names.Rejects));
        file.Finish();
        return file;
    }

    private async Task PredictAsync(
        Task<Loaded> loading,
        ImageInput input,
        PredictionWriter writer,
        Action<PredictionProgress> progress,
        CancellationToken cancellationToken)
    {
        var (start, end) = _request.Identity.Shard is { } shard && input.Rows is { } rows
            ? shard.Range(rows, _request.BatchSize)
            : (0L, input.Rows);
        // Whoever has the end of the file also proves that it is the end.
        var last = end == input.Rows ? null : end;
        var pipeline = new PredictionPipeline(input, writer, _request, _time);
        try
        {
            await pipeline.RunAsync(ClassifierOf(loading), start, last, done => progress(new PredictionProgress(done, end - start)), cancellationToken);
        }
        finally
        {
            _predicting = pipeline.Predicting;
        }

        if (end is not null && writer.Counts.Read != end - start)
        {
            throw new FashionMnistException(
                ExitCodes.InputOutput, $"{input.Name}: had {input.Rows} rows and then others; it was changed while it was read, run it again");
        }
    }

    private async Task<Loaded> LoadAsync(RunClock clock, CancellationToken cancellationToken)
    {
        var model = await ModelLoader.LoadAsync(_request.Model, _request.ModelName, cancellationToken);
        var classifier = new FashionMnistClassifier(model.OnnxBytes, model.Manifest, _request.Threads);
        clock.ModelReady();
        return new Loaded(model, classifier);
    }

    private static async Task<FashionMnistClassifier> ClassifierOf(Task<Loaded> loading) => (await loading).Classifier;

    /// <summary>Disposes the model when it is no longer in use. A run that was stopped does not wait: native code may never come back.</summary>
    private async Task DisposeAsync(Task<Loaded> loading, CancellationToken cancellationToken)
    {
        var unused = Task.WhenAll(loading, _predicting).ContinueWith(
            _ =>
            {
                if (loading.IsCompletedSuccessfully)
                    loading.Result.Classifier.Dispose();
            },
            TaskScheduler.Default);
        if (!cancellationToken.IsCancellationRequested)
            await unused;
    }
}
