using System.Buffers;
using System.Security.Cryptography;
using FashionMnist.IO;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Merging;

/// <summary>A file of the whole run: joined from its parts, or one of them.</summary>
/// <param name="Identity">What the manifest says of it.</param>
/// <param name="File">Its new content; <see langword="null"/> if it lies in its place already.</param>
internal sealed record Joined(OutputIdentity Identity, StagedFile? File);

/// <summary>Proves the files of all parts, and joins those that can be joined.</summary>
internal sealed class PartOutputs(IOutputFolder folder, OutputNames names, OutputFormat format, IReadOnlyList<PredictionManifest> parts)
{
    private const int BufferSize = 131_072;

    private readonly bool _rejects = parts[0].Outputs.Count > 1;

    private bool JoinsPredictions => format != OutputFormat.Parquet;

    /// <summary>Names of the files that a merged run consists of.</summary>
    public IEnumerable<string> Kept =>
    [
        .. JoinsPredictions ? [names.Predictions] : parts.Select(x => x.Outputs[0].File),
        .. _rejects ? [names.Rejects] : Array.Empty<string>(),
    ];

    /// <summary>Names of the files of all parts.</summary>
    public HashSet<string> Parts { get; } = [.. parts.SelectMany(x => x.Outputs).Select(x => x.File)];

    /// <summary>Joins into temporary files; nothing is published.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/>, <see cref="ExitCodes.Integrity"/>.</exception>
    public async Task<IReadOnlyList<Joined>> JoinAsync(Action<PredictionProgress> progress, CancellationToken cancellationToken)
    {
        var files = new List<Joined>();
        var (done, total) = (0L, parts.Sum(x => x.Counts.Read));
        List<OutputIdentity> predictions = [.. parts.Select(x => x.Outputs[0])];
        if (JoinsPredictions)
            files.Add(await JoinAsync(names.Predictions, predictions, Report, cancellationToken));
        else
            await ProveAsync(predictions, cancellationToken);
        if (_rejects)
            files.Add(await JoinAsync(names.Rejects, [.. parts.Select(x => x.Outputs[1])], Report, cancellationToken));
        return JoinsPredictions ? files : [.. predictions.Select(x => new Joined(x, File: null)), .. files];

        async Task ProveAsync(List<OutputIdentity> outputs, CancellationToken stop)
        {
            foreach (var output in outputs)
            {
                await CopyAsync(output, target: null, stop);
                Report(output.Rows);
            }
        }

        void Report(long rows) => progress(new PredictionProgress(done += rows, total));
    }

    private async Task<Joined> JoinAsync(string name, IReadOnlyList<OutputIdentity> outputs, Action<long> report, CancellationToken cancellationToken)
    {
        var rows = outputs.Sum(x => x.Rows);
        if (await ProveJoinedAsync(name, outputs, cancellationToken) is { } sha256)
        {
            report(rows);
            return new Joined(new OutputIdentity(name, sha256, outputs.Sum(x => x.Bytes), rows), File: null);
        }

        var file = folder.Create(name);
        var copied = 0L;
        try
        {
            foreach (var output in outputs)
            {
                await CopyAsync(output, file, cancellationToken);
                report(output.Rows);
                copied += output.Rows;
            }
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            // Another merge of the run may have been faster and removed the part.
            if (await ProveJoinedAsync(name, outputs, cancellationToken) is not { } found)
                throw;
            report(rows - copied);
            return new Joined(new OutputIdentity(name, found, outputs.Sum(x => x.Bytes), rows), File: null);
        }

        file.Finish();
        return new Joined(new OutputIdentity(name, file.Sha256, file.Bytes, rows), file);
    }

    /// <summary>Whether a file of the name holds the parts' bytes already, as after a merge that was stopped.</summary>
    /// <returns>Its SHA-256, or <see langword="null"/>.</returns>
    private async Task<string?> ProveJoinedAsync(string name, IReadOnlyList<OutputIdentity> outputs, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await folder.Published(name).OpenAsync(cancellationToken);
            if (content.Length != outputs.Sum(x => x.Bytes))
                return null;
            using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var output in outputs)
            {
                if (await HashAsync(content, output.Bytes, bytes => whole.AppendData(bytes.Span), cancellationToken) != output.Sha256)
                    return null;
            }

            return Convert.ToHexStringLower(whole.GetCurrentHash());
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            return null;
        }
    }

    private async Task CopyAsync(OutputIdentity output, StagedFile? target, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await folder.Published(output.File).OpenAsync(cancellationToken);
            var sha256 = content.Length == output.Bytes
                ? await HashAsync(content, output.Bytes, bytes => target?.Write(bytes.Span), cancellationToken)
                : null;
            if (sha256 != output.Sha256)
            {
                throw new FashionMnistException(
                    ExitCodes.Integrity, $"{folder.Address}: {output.File} is not what its manifest says (SHA-256 {output.Sha256}); run this part again");
            }
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            throw new FashionMnistException(ExitCodes.NotFound, $"{folder.Address}: {output.File} is not there, though its manifest is; run this part again", e);
        }
    }

    private static async Task<string> HashAsync(Stream content, long bytes, Action<ReadOnlyMemory<byte>> use, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var left = bytes; left > 0;)
            {
                var count = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (count == 0)
                    break;
                hash.AppendData(buffer.AsSpan(0, count));
                use(buffer.AsMemory(0, count));
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
