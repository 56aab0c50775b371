using System.Security.Cryptography;
using System.Text.Json;
using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction.Merging;

/// <summary>Reads the manifests of all parts of a run.</summary>
internal sealed class PartReader(IOutputFolder folder, MergeRequest request)
{
    // That of a whole run names all of its parts.
    private const int MaximumBytes = 16 << 20;
    private const int Shown = 10;

    private readonly byte[][] _hashes = new byte[request.Shards][];

    /// <summary>The manifests in order.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/> if parts are missing, <see cref="ExitCodes.BadInput"/> if a file is no manifest.
    /// </exception>
    public async Task<PredictionManifest[]> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new PredictionManifest?[request.Shards];
        await ForEachAsync(
            async (i, name, stop) =>
            {
                if (await FindAsync(folder.Published(name), stop) is { } content)
                    (found[i], _hashes[i]) = (Parse(name, content), SHA256.HashData(content));
            },
            cancellationToken);
        var missing = Enumerable.Range(0, request.Shards).Where(x => found[x] is null).Select(x => x + 1).ToList();
        return missing.Count == 0 ? [.. found.Select(x => x!)] : throw new FashionMnistException(ExitCodes.NotFound, Missing(missing));
    }

    /// <summary>Whether every part is still the one that was read. Whoever runs a part again takes its manifest away before anything else.</summary>
    /// <returns>The number of a part that is not, or <see langword="null"/>.</returns>
    public async Task<int?> FindChangedAsync(CancellationToken cancellationToken)
    {
        var changed = new bool[request.Shards];
        await ForEachAsync(
            async (i, name, stop) =>
                changed[i] = await FindAsync(folder.Published(name), stop) is not { } content || !SHA256.HashData(content).SequenceEqual(_hashes[i]),
            cancellationToken);
        return Array.IndexOf(changed, true) is >= 0 and var part ? part + 1 : null;
    }

    /// <summary>How a part is written.</summary>
    public OutputFormat FormatOf(PredictionManifest part)
    {
        var file = part.Outputs.Count > 0 ? part.Outputs[0].File : "";
        var formats = Enum.GetValues<OutputFormat>().Where(x => NamesOf(1, x).Predictions == file).ToList();
        if (formats.Count == 0)
            throw new FashionMnistException(ExitCodes.BadInput, $"{folder.Address}: {NamesOf(1, default).Manifest} names no predictions of its part");
        return request.Format is null || request.Format == formats[0]
            ? formats[0]
            : throw new FashionMnistException(
                ExitCodes.BadInput, $"{folder.Address}: the parts are .{PredictionFormats.Extension(formats[0])} files; leave out --format or name that one");
    }

    /// <summary>The names of a part's files.</summary>
    public OutputNames NamesOf(int number, OutputFormat format) =>
        new(new RunIdentity(request.RunId, new Shard(number, request.Shards)), format, request.Partition);

    /// <summary>The content of a small file; <see langword="null"/> if it is not there.</summary>
    public static async Task<byte[]?> FindAsync(IInputFile file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await file.OpenAsync(cancellationToken);
            return await BoundedRead.ReadAsync(stream, MaximumBytes, cancellationToken);
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            return null;
        }
    }

    private Task ForEachAsync(Func<int, string, CancellationToken, Task> use, CancellationToken cancellationToken) => Parallel.ForAsync(
        0,
        request.Shards,
        new ParallelOptions { MaxDegreeOfParallelism = S3InputFolder.Requests, CancellationToken = cancellationToken },
        async (i, stop) => await use(i, NamesOf(i + 1, default).Manifest, stop));

    private PredictionManifest Parse(string name, byte[] content)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(content, PredictionJsonContext.Default.PredictionManifest) ?? throw new JsonException("it is null");
            // The serializer respects annotations of properties, not of what is in their lists.
            if (manifest.Outputs.Any(x => x is null))
                throw new JsonException("one of its outputs is null");
            return manifest.SchemaVersion == PredictionManifest.CurrentSchemaVersion
                ? manifest
                : throw new JsonException($"its schema has version {manifest.SchemaVersion}, this program knows {PredictionManifest.CurrentSchemaVersion}");
        }
        catch (JsonException e)
        {
            throw new FashionMnistException(
                ExitCodes.BadInput, $"{folder.Address}: {name} is no manifest ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); run this part again", e);
        }
    }

    private string Missing(List<int> parts) => parts.Count == request.Shards
        ? $"{folder.Address}: there is no manifest of any of the {request.Shards} parts; "
            + "has the run ended, and are output, run id, partition and number of shards right?"
        : $"{folder.Address}: {parts.Count} of {request.Shards} parts are not complete: {string.Join(", ", parts.Take(Shown))}"
            + $"{(parts.Count > Shown ? ", ..." : "")}; run them again, then merge";
}
