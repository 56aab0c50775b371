using FashionMnist.Data;
using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction.Input.Json;
using FashionMnist.Prediction.Input.NumPy;
using FashionMnist.Prediction.Input.Parquet;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input;

/// <summary>Opens one file of images, in whatever format its content shows.</summary>
internal sealed class FileOpener(IFileAccess files, PredictionRequest request)
{
    private const string CarriesLabels = "it carries its own labels";

    /// <summary>Opens a file. A shard needs the number of rows, so some formats are then read twice.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stream">Its content. Taken over.</param>
    /// <param name="cancellationToken">Stops copying and counting.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it holds no images.</exception>
    public async Task<ImageInput> OpenAsync(IInputFile file, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[FileContents.HeadLength];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var head = buffer.AsMemory(0, length);
        return InputKinds.Of(head.Span) switch
        {
            InputKind.Zip => Zip(await SeekableInput.FromAsync(stream, head, file.Name, cancellationToken)),
            InputKind.Parquet => Parquet(await SeekableInput.FromAsync(stream, head, file.Name, cancellationToken)),
            InputKind.Png => Pictures(new SinglePngSource(new GZip.PrefixedStream(head, stream), file.Name)),
            _ => await RowsAsync(file, new HashingStream(new GZip.PrefixedStream(head, stream)), cancellationToken),
        };
    }

    /// <summary>Opens PNGs.</summary>
    /// <param name="source">Where they lie. Taken over.</param>
    public ImageInput Pictures(IPngSource source) => OrDispose(source, () =>
    {
        RequireNoKeep(source.Name);
        RequireNoLabels(source.Name, "PNGs are labelled by the names of their folders");
        return new ImageInput(
            new PngImageReader(source, request.Resize, request.Invert), source.Name, _ => source.Sha256(), listingSha256: source.ListingSha256);
    });

    private ImageInput Zip(SeekableInput file) => NpzImages.IsNpz(file)
        ? OrDispose(file, () =>
        {
            RequireNoPictureOptions(file.Name);
            RequireNoLabels(file.Name, CarriesLabels);
            RequireNoKeep(file.Name);
            return new ImageInput(NpzImages.Open(file), file.Name, _ => file.Sha256);
        })
        : Pictures(ZipPngSource.Open(file));

    private ImageInput Parquet(SeekableInput file)
    {
        var reader = ParquetImageReader.Open(file, new PngConverter(request.Resize, request.Invert), request.Keep);
        return OrDispose(reader, () =>
        {
            if (!reader.MayHoldPictures)
                RequireNoPictureOptions(file.Name);
            RequireNoLabels(file.Name, CarriesLabels);
            return new ImageInput(reader, file.Name, _ => file.Sha256);
        });
    }

    private async Task<ImageInput> RowsAsync(IInputFile file, HashingStream bytes, CancellationToken cancellationToken)
    {
        try
        {
            RequireNoPictureOptions(file.Name);
            var (content, kind) = Unpack(bytes, file.Name);
            if (kind is InputKind.Idx or InputKind.NumPy)
                RequireNoKeep(file.Name);
            if (kind == InputKind.Idx)
                return await IdxAsync(bytes, content, file.Name, cancellationToken);
            RequireNoLabels(file.Name, CarriesLabels);
            var reader = Rows(content, kind, file.Name);
            if (request.Identity.Shard is null || reader.Rows is not null)
                return new ImageInput(reader, file.Name, bytes.HashToEnd);
            if (file.ReadsOnce)
            {
                throw Usage(
                    $"--shard: {file.Name} can be read only once, as a pipe, but a part of it needs the number of all its rows first; "
                    + "write it to a file, or give IDX");
            }

            var rows = reader.Skip(long.MaxValue, cancellationToken);
            var sha256 = bytes.HashToEnd(cancellationToken);
            reader.Dispose();
            return await AgainAsync(file, kind, rows, sha256, cancellationToken);
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    private async Task<ImageInput> IdxAsync(HashingStream bytes, Stream content, string name, CancellationToken cancellationToken)
    {
        var reader = IdxReader.OpenImages(content, name);
        if (request.Labels is null)
            return new ImageInput(new IdxImageReader(reader, name, null, ""), name, bytes.HashToEnd);

        var labels = files.Input(request.Labels);
        var labelBytes = new HashingStream(await labels.OpenAsync(cancellationToken));
        return OrDispose(labelBytes, () => new ImageInput(
            new IdxImageReader(reader, name, IdxReader.OpenLabels(labelBytes, labels.Name), labels.Name),
            name,
            bytes.HashToEnd,
            labelBytes.HashToEnd));
    }

    private async Task<ImageInput> AgainAsync(IInputFile file, InputKind kind, long rows, string sha256, CancellationToken cancellationToken)
    {
        var stream = await file.OpenAsync(cancellationToken);
        return OrDispose(stream, () => new ImageInput(Rows(Unpack(stream, file.Name).Content, kind, file.Name), file.Name, _ => sha256, rows: rows));
    }

    private IImageReader Rows(Stream content, InputKind kind, string name) => kind switch
    {
        InputKind.JsonLines => new JsonImageReader(content, name, request.Keep),
        InputKind.NumPy => NpyImages.Open(content, name),
        _ => new CsvImageReader(content, name, request.Keep),
    };

    private static (Stream Content, InputKind Kind) Unpack(Stream bytes, string name)
    {
        try
        {
            var content = GZip.Unpack(bytes);
            var buffer = new byte[FileContents.HeadLength];
            var head = buffer.AsMemory(0, content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            var kind = InputKinds.Of(head.Span);
            return head.IsEmpty ? throw Bad($"{name}: the file is empty")
                : kind is InputKind.Zip or InputKind.Parquet or InputKind.Png ? throw Bad($"{name}: is a {kind} file inside a gzip file; unpack it first")
                : kind == InputKind.Csv && FileContents.NameOf(head.Span) is { } other ? throw Bad($"{name}: holds no images: it is {other}")
                : (new GZip.PrefixedStream(head, content), kind);
        }
        catch (InvalidDataException e)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{name}: offset 0: the gzip data is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static ImageInput OrDispose(IDisposable resource, Func<ImageInput> open)
    {
        try
        {
            return open();
        }
        catch
        {
            resource.Dispose();
            throw;
        }
    }

    private void RequireNoPictureOptions(string name)
    {
        if (request.Resize != ResizeMode.Never || request.Invert != InvertMode.Never)
            throw Usage($"--resize, --invert: {name} holds no PNGs; its images are taken as they are");
    }

    private void RequireNoKeep(string name)
    {
        if (request.Keep.Count > 0)
            throw Usage($"--keep: {name} has no columns to keep; CSV, JSON Lines and Parquet have");
    }

    private void RequireNoLabels(string name, string instead)
    {
        if (request.Labels is not null)
            throw Usage($"--labels: {name} is no IDX file; {instead}");
    }

    private static FashionMnistException Bad(string message) => new(ExitCodes.BadInput, message);

    private static FashionMnistException Usage(string message) => new(ExitCodes.Usage, message);
}
