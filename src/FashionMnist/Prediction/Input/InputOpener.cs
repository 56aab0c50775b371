using FashionMnist.Data;
using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction.Input.Parquet;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input;

/// <summary>Opens the images of a run, in whatever format their content shows.</summary>
internal sealed class InputOpener(IFileAccess files, PredictionRequest request, TimeProvider time)
{
    /// <summary>Opens images and labels. A shard needs the number of rows, so a CSV file is then read twice.</summary>
    /// <param name="cancellationToken">Stops listing, copying and counting.</param>
    public async Task<ImageInput> OpenAsync(CancellationToken cancellationToken)
    {
        if (await files.FolderAsync(request.Input, noFile: false, cancellationToken) is { } folder)
            return Pictures(await FolderPngSource.OpenAsync(folder, cancellationToken));

        var file = files.Input(request.Input);
        Stream stream;
        try
        {
            stream = await file.OpenAsync(cancellationToken);
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            if (await files.FolderAsync(request.Input, noFile: true, cancellationToken) is not { } prefix)
                throw;
            return Pictures(await FolderPngSource.OpenAsync(prefix, cancellationToken));
        }

        return await OpenAsync(file, stream, cancellationToken);
    }

    private async Task<ImageInput> OpenAsync(IInputFile file, Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[InputKinds.HeadLength];
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var kind = InputKinds.Of(head.AsSpan(0, length));
        switch (kind)
        {
            case InputKind.Zip:
                return Pictures(ZipPngSource.Open(await SeekableInput.FromAsync(stream, head, file.Name, cancellationToken)));
            case InputKind.Png:
                return Pictures(new SinglePngSource(new GZip.PrefixedStream(head, stream), file.Name));
        }

        if (request.Resize != ResizeMode.Never || request.Invert != InvertMode.Never)
        {
            await stream.DisposeAsync();
            throw Usage($"--resize, --invert: {file.Name} holds no PNGs; its images are taken as they are");
        }

        if (kind == InputKind.Parquet)
            return Parquet(await SeekableInput.FromAsync(stream, head, file.Name, cancellationToken));

        var bytes = new HashingStream(new GZip.PrefixedStream(head.AsMemory(0, length), stream));
        try
        {
            var (content, packed) = Unpack(bytes, file.Name);
            return packed switch
            {
                InputKind.Idx => await IdxAsync(bytes, content, file.Name, cancellationToken),
                InputKind.Csv => await CsvAsync(bytes, content, file, cancellationToken),
                _ => throw new FashionMnistException(
                    ExitCodes.BadInput, $"{file.Name}: is a {packed} file inside a gzip file; unpack it first"),
            };
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    private ImageInput Pictures(IPngSource source)
    {
        try
        {
            if (request.Labels is not null)
                throw Usage($"--labels: {source.Name} is no IDX file; PNGs are labelled by the names of their folders");
            var reader = new PngImageReader(source, request.Resize, request.Invert);
            return new ImageInput(reader, source.Name, _ => source.Sha256(), listingSha256: source.ListingSha256);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private ImageInput Parquet(SeekableInput file)
    {
        var reader = ParquetImageReader.Open(file, time);
        if (request.Labels is null)
            return new ImageInput(reader, file.Name, _ => file.Sha256);

        reader.Dispose();
        throw Usage($"--labels: {file.Name} is not an IDX file; a Parquet file carries its own labels");
    }

    private async Task<ImageInput> IdxAsync(HashingStream bytes, Stream content, string name, CancellationToken cancellationToken)
    {
        var reader = IdxReader.OpenImages(content, name);
        if (request.Labels is null)
            return new ImageInput(new IdxImageReader(reader, name, null, ""), name, x => Hash(bytes, x));

        var labels = files.Input(request.Labels);
        var labelBytes = new HashingStream(await labels.OpenAsync(cancellationToken));
        try
        {
            var idx = new IdxImageReader(reader, name, IdxReader.OpenLabels(labelBytes, labels.Name), labels.Name);
            return new ImageInput(idx, name, x => Hash(bytes, x), x => Hash(labelBytes, x));
        }
        catch
        {
            await labelBytes.DisposeAsync();
            throw;
        }
    }

    private async Task<ImageInput> CsvAsync(HashingStream bytes, Stream content, IInputFile file, CancellationToken cancellationToken)
    {
        if (request.Labels is not null)
            throw Usage($"--labels: {file.Name} is not an IDX file; a CSV file carries its own labels");

        if (request.Identity.Shard is not null && file.ReadsOnce)
        {
            throw Usage(
                $"--shard: {file.Name} can be read only once, as a pipe, but a part of a CSV needs the number of all its rows first; "
                + "write it to a file, or give IDX");
        }

        var csv = new CsvImageReader(content, file.Name);
        if (request.Identity.Shard is null)
            return new ImageInput(csv, file.Name, x => Hash(bytes, x));

        var rows = csv.SkipToEnd(cancellationToken);
        var sha256 = Hash(bytes, cancellationToken);
        csv.Dispose();
        var again = await file.OpenAsync(cancellationToken);
        try
        {
            return new ImageInput(new CsvImageReader(Unpack(again, file.Name).Content, file.Name), file.Name, _ => sha256, rows: rows);
        }
        catch
        {
            await again.DisposeAsync();
            throw;
        }
    }

    private static string Hash(HashingStream bytes, CancellationToken cancellationToken)
    {
        bytes.Drain(cancellationToken);
        return bytes.Sha256();
    }

    private static (Stream Content, InputKind Kind) Unpack(Stream bytes, string name)
    {
        try
        {
            var content = GZip.Unpack(bytes);
            var head = new byte[InputKinds.HeadLength];
            var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return length == 0
                ? throw new FashionMnistException(ExitCodes.BadInput, $"{name}: the file is empty")
                : (new GZip.PrefixedStream(head.AsMemory(0, length), content), InputKinds.Of(head.AsSpan(0, length)));
        }
        catch (InvalidDataException e)
        {
            throw new FashionMnistException(
                ExitCodes.BadInput, $"{name}: offset 0: the gzip data is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static FashionMnistException Usage(string message) => new(ExitCodes.Usage, message);
}
