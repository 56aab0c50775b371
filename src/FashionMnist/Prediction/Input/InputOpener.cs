using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction.Input.Parts;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input;

/// <summary>Opens the images of a run: a file, a folder of PNGs, or a table that lies in several files.</summary>
internal sealed class InputOpener(IFileAccess files, PredictionRequest request)
{
    private readonly FileOpener _opener = new(files, request);

    /// <summary>Opens images and labels.</summary>
    /// <param name="cancellationToken">Stops listing, copying and counting.</param>
    public async Task<ImageInput> OpenAsync(CancellationToken cancellationToken)
    {
        if (await files.FolderAsync(request.Input, noFile: false, cancellationToken) is { } folder)
            return await FolderAsync(folder, cancellationToken);

        var file = files.Input(request.Input);
        Stream stream;
        try
        {
            stream = await file.OpenAsync(cancellationToken);
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            if (request.Input.Pattern is { } pattern && await files.FolderAsync(pattern.Folder, noFile: true, cancellationToken) is { } matching)
                return await MatchingAsync(matching, pattern.Name, cancellationToken);
            if (await files.FolderAsync(request.Input, noFile: true, cancellationToken) is not { } prefix)
                throw;
            return await FolderAsync(prefix, cancellationToken);
        }

        return await _opener.OpenAsync(file, stream, cancellationToken);
    }

    private async Task<ImageInput> FolderAsync(IInputFolder folder, CancellationToken cancellationToken)
    {
        var contents = await FolderContents.ListAsync(folder, cancellationToken);
        return contents.Pictures.Count == 0 && contents.Parts.Count > 0
            ? await PartsAsync(folder, contents.Parts, cancellationToken)
            : _opener.Pictures(new FolderPngSource(folder, contents.Pictures, contents.Others, contents.Jpegs));
    }

    private async Task<ImageInput> MatchingAsync(IInputFolder folder, string pattern, CancellationToken cancellationToken)
    {
        var parts = await FolderContents.ListAsync(folder, pattern, cancellationToken);
        return parts.Count > 0
            ? await PartsAsync(folder, parts, cancellationToken)
            : throw new FashionMnistException(ExitCodes.NotFound, $"{request.Input}: no file in {folder.Name} has such a name");
    }

    private async Task<ImageInput> PartsAsync(IInputFolder folder, IReadOnlyList<FolderFile> parts, CancellationToken cancellationToken)
    {
        if (request.Labels is not null)
            throw new FashionMnistException(ExitCodes.Usage, $"--labels: {request.Input} is no IDX file; its parts carry their own labels");
        var reader = new PartsReader(folder, parts, _opener, cancellationToken);
        if (request.Identity.Shard is not null)
            await reader.CountAsync(cancellationToken);
        return new ImageInput(reader, folder.Name, _ => reader.Sha256(), listingSha256: FolderContents.HashOf(parts));
    }
}
