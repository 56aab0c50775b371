using System.Threading.Channels;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction;

/// <summary>
/// Reading, inference and writing at the same time. The same few batches go round and round, so memory stays as it is however
/// long the input is.
/// </summary>
internal sealed class PredictionPipeline(ImageInput input, PredictionWriter writer, PredictionRequest request, TimeProvider time)
{
    // One in each stage and one to spare.
    private const int Batches = 4;

    // A model that is stopped ends at its next node; one that never comes to it is left alone.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly Channel<ImageBatch> _free = Channel.CreateBounded<ImageBatch>(Batches);
    private readonly Channel<ImageBatch> _read = Channel.CreateBounded<ImageBatch>(Batches);
    private readonly Channel<ImageBatch> _predicted = Channel.CreateBounded<ImageBatch>(Batches);

    /// <summary>Ends when the model is no longer in use, which a run that was stopped does not wait for.</summary>
    public Task Predicting { get; private set; } = Task.CompletedTask;

    /// <summary>Predicts a range of rows.</summary>
    /// <param name="classifier">The model; reading starts while it is still loaded.</param>
    /// <param name="start">First row, 0-based.</param>
    /// <param name="end">Row after the last; <see langword="null"/>: to the end of the input.</param>
    /// <param name="progress">Gets the number of rows done.</param>
    /// <param name="cancellationToken">Stops all stages.</param>
    public async Task RunAsync(
        Task<FashionMnistClassifier> classifier, long start, long? end, Action<long> progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        for (var i = 0; i < Batches; i++)
            await _free.Writer.WriteAsync(new ImageBatch(request.BatchSize, request.Keep.Count), stop.Token);

        var reading = Stage(x => ReadAsync(start, end, x), stop);
        input.KeepOpenFor(reading);
        var predicting = Stage(x => PredictAsync(classifier, x), stop);
        Predicting = predicting;
        var work = Task.WhenAll(predicting, Stage(x => WriteAsync(progress, x), stop));
        await ((Task)work.WaitAsync(stop.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)work.WaitAsync(Grace, time, CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Reading may hang in a file system or a network that no token reaches; a run that is over does not wait for it.
        cancellationToken.ThrowIfCancellationRequested();
        if (work.IsFaulted || !work.IsCompleted)
            await work;
        // WhenAll prefers the failure to the cancellations it causes in the other stages.
        await Task.WhenAll(reading, work);
    }

    private static Task Stage(Func<CancellationToken, Task> body, CancellationTokenSource stop) => Task.Run(async () =>
    {
        try
        {
            await body(stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    });

    private async Task ReadAsync(long start, long? end, CancellationToken cancellationToken)
    {
        input.Reader.Skip(start, cancellationToken);
        for (var next = start; end is null || next < end;)
        {
            var batch = await _free.Reader.ReadAsync(cancellationToken);
            batch.Reset(next);
            input.Reader.Read(batch, (int)Math.Min(request.BatchSize, (end ?? long.MaxValue) - next));
            if (batch.Rows == 0)
                break;
            if (request.OnError == ErrorPolicy.Stop && batch.Rejected.Count > 0)
                throw Refuse(batch.Rejected[0]);
            next += batch.Rows;
            await _read.Writer.WriteAsync(batch, cancellationToken);
        }

        _read.Writer.Complete();
    }

    private async Task PredictAsync(Task<FashionMnistClassifier> loading, CancellationToken cancellationToken)
    {
        var classifier = await loading;
        await using var stopping = cancellationToken.Register(classifier.Stop);
        await foreach (var batch in _read.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                classifier.Predict(batch.Images, batch.Count, batch.Probabilities);
            }
            catch (FashionMnistException) when (cancellationToken.IsCancellationRequested)
            {
                // The model did not fail; it was stopped.
                throw new OperationCanceledException(cancellationToken);
            }

            await _predicted.Writer.WriteAsync(batch, cancellationToken);
        }

        _predicted.Writer.Complete();
    }

    private async Task WriteAsync(Action<long> progress, CancellationToken cancellationToken)
    {
        await foreach (var batch in _predicted.Reader.ReadAllAsync(cancellationToken))
        {
            writer.Write(batch);
            progress(writer.Counts.Read);
            await _free.Writer.WriteAsync(batch, cancellationToken);
        }
    }

    private static FashionMnistException Refuse(RejectedRow row) => new(
        ExitCodes.BadInput, $"{row.File}: row {row.Row}: {row.Reason}; nothing was written; --on-error skip sets such rows aside");
}
