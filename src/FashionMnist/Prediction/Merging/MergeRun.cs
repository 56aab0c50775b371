using System.Text;
using FashionMnist.IO;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Merging;

/// <summary>
/// Makes one result of the parts of a run. The order of its steps lets a killed merge be run again: the joined files first, then the parts go,
/// the manifest last. A joined file that holds exactly the bytes its parts promise stands for them.
/// </summary>
public sealed class MergeRun
{
    private readonly MergeRequest _request;
    private readonly IFileAccess _files;

    /// <summary>Prepares a merge; nothing is touched yet.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="time">The clock that waits between attempts to read on.</param>
    public MergeRun(MergeRequest request, TimeProvider time) => (_request, _files) = (request, new LocationAccess(time));

    /// <summary>Proves the parts, joins them, removes what is left over and writes the manifest of the whole.</summary>
    /// <param name="progress">Gets the number of rows done.</param>
    /// <param name="cancellationToken">Stops the merge; it can be run again.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/> if a part is missing, <see cref="ExitCodes.BadInput"/> if parts do not fit together,
    /// <see cref="ExitCodes.Integrity"/> if a file is not what its manifest says, <see cref="ExitCodes.TryAgain"/> if a part is run again meanwhile.
    /// </exception>
    public async Task<MergeResult> RunAsync(Action<PredictionProgress> progress, CancellationToken cancellationToken)
    {
        var whole = new RunIdentity(_request.RunId, Shard: null);
        using var folder = _files.Output(_request.Output, new OutputNames(whole, default, _request.Partition).Folder);
        var reader = new PartReader(folder, _request);
        var parts = await reader.ReadAsync(cancellationToken);
        var format = reader.FormatOf(parts[0]);
        new PartRules(_request, format, parts).Check();

        var names = new OutputNames(whole, format);
        var outputs = new PartOutputs(folder, names, format, parts);
        var outdated = await OutdatedAsync(folder, names, outputs, parts, cancellationToken);
        var leftovers = outdated.Where(x => !outputs.Parts.Contains(x)).Except(names.Replaced).ToList();
        RefuseLeftovers(folder, leftovers);

        var joined = await outputs.JoinAsync(progress, cancellationToken);
        var manifest = MergedManifest.Of(parts, [.. joined.Select(x => x.Identity)]);
        if (await PublishAsync(folder, names, joined, manifest, outdated, cancellationToken))
            await RequireUnchangedAsync(folder, names, reader, cancellationToken);
        return new MergeResult(manifest, folder.Address, leftovers, MergedManifest.MixtureOf(parts));
    }

    /// <summary>Results that lie there and are not of the whole: what is joined, and what is left of other attempts.</summary>
    private async Task<List<string>> OutdatedAsync(
        IOutputFolder folder, OutputNames names, PartOutputs outputs, IReadOnlyList<PredictionManifest> parts, CancellationToken cancellationToken)
    {
        var stay = parts.Select(x => new OutputNames(new RunIdentity(_request.RunId, x.Shard), default).Manifest)
            .Concat(parts.Select(x => x.Report?.File).OfType<string>())
            .Concat(outputs.Kept)
            .Append(names.Manifest)
            .ToHashSet(StringComparer.Ordinal);
        return await folder.ListAsync(cancellationToken)
            .Where(x => OutputNames.IsResult(x) && !stay.Contains(x))
            .Order(StringComparer.Ordinal)
            .ToListAsync(cancellationToken);
    }

    /// <returns>Whether there was anything to write.</returns>
    private static async Task<bool> PublishAsync(
        IOutputFolder folder,
        OutputNames names,
        IReadOnlyList<Joined> joined,
        PredictionManifest manifest,
        List<string> outdated,
        CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(manifest.ToJson());
        List<StagedFile> files = [.. joined.Select(x => x.File).OfType<StagedFile>()];
        if (files.Count == 0
            && outdated.Count == 0
            && await PartReader.FindAsync(folder.Published(names.Manifest), cancellationToken) is { } before
            && before.SequenceEqual(content))
        {
            return false;
        }

        var marker = folder.Create(names.Manifest);
        marker.Write(content);
        marker.Finish();
        cancellationToken.ThrowIfCancellationRequested();
        await folder.PublishAsync(files, [names.Manifest], cancellationToken);
        await folder.RemoveAsync(outdated, cancellationToken);
        await folder.PublishAsync([marker], [], cancellationToken);
        return true;
    }

    /// <summary>
    /// A part that began to publish before the mark was written may add its rows after it; one that begins later takes the mark away itself.
    /// </summary>
    private static async Task RequireUnchangedAsync(IOutputFolder folder, OutputNames names, PartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            if (await reader.FindChangedAsync(cancellationToken) is { } part)
            {
                throw new FashionMnistException(
                    ExitCodes.TryAgain, $"{folder.Address}: part {part} was run again during the merge; wait until it has ended, then merge again");
            }
        }
        catch
        {
            await folder.RemoveAsync([names.Manifest], CancellationToken.None);
            throw;
        }
    }

    /// <summary>A folder with the name of a run belongs to that run alone; without one, nobody knows whose the files are.</summary>
    private void RefuseLeftovers(IOutputFolder folder, List<string> leftovers)
    {
        if (_request.RunId is null && leftovers.Count > 0)
        {
            var more = leftovers.Count > 1 ? $" and {leftovers.Count - 1} more" : "";
            throw new FashionMnistException(
                ExitCodes.BadInput,
                $"{folder.Address}: {leftovers[0]}{more} fit no part of these {_request.Shards}, and a table over the folder would have rows twice; "
                + "remove what is not wanted, or give runs a --run-id");
        }
    }
}
