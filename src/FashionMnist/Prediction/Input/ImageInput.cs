using FashionMnist.Data;
using FashionMnist.IO;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input;

/// <summary>The images of a run, opened: which format, how many rows, and in the end which bytes were read.</summary>
internal sealed class ImageInput : IDisposable
{
    private const int HeadLength = 2;

    private readonly HashingStream _bytes;
    private readonly HashingStream? _labelBytes;
    private readonly string? _sha256;

    private ImageInput(IImageReader reader, HashingStream bytes, HashingStream? labelBytes, long? rows, string? sha256)
    {
        (Reader, _bytes, _labelBytes, Rows, _sha256) = (reader, bytes, labelBytes, rows, sha256);
    }

    public IImageReader Reader { get; }

    /// <summary>Rows of the whole input, if that is known before the end.</summary>
    public long? Rows { get; }

    /// <summary>Opens images and labels.</summary>
    /// <param name="images">IDX3 or CSV, raw or gzip, told apart by content.</param>
    /// <param name="labels">IDX1 for IDX3 images; CSV carries its own.</param>
    /// <param name="countRows">Whether <see cref="Rows"/> is needed; a CSV file is then read twice.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    public static async Task<ImageInput> OpenAsync(
        IInputFile images, IInputFile? labels, bool countRows, CancellationToken cancellationToken)
    {
        var bytes = new HashingStream(await images.OpenAsync(cancellationToken));
        HashingStream? labelBytes = null;
        try
        {
            var (content, isIdx) = Detect(bytes, images.Name);
            if (isIdx)
            {
                var reader = IdxReader.OpenImages(content, images.Name);
                labelBytes = labels is null ? null : new HashingStream(await labels.OpenAsync(cancellationToken));
                var labelReader = labelBytes is null ? null : IdxReader.OpenLabels(labelBytes, labels!.Name);
                var idx = new IdxImageReader(reader, images.Name, labelReader, labels?.Name ?? "");
                return new ImageInput(idx, bytes, labelBytes, reader.Count, sha256: null);
            }

            if (labels is not null)
            {
                throw new FashionMnistException(
                    ExitCodes.Usage, $"--labels: {images.Name} is not an IDX file; a CSV file carries its own labels");
            }

            var csv = new CsvImageReader(content, images.Name);
            if (!countRows)
                return new ImageInput(csv, bytes, null, null, null);

            var rows = csv.SkipToEnd(cancellationToken);
            bytes.Drain(cancellationToken);
            var sha256 = bytes.Sha256();
            csv.Dispose();
            bytes = new HashingStream(await images.OpenAsync(cancellationToken));
            return new ImageInput(new CsvImageReader(Detect(bytes, images.Name).Content, images.Name), bytes, null, rows, sha256);
        }
        catch
        {
            bytes.Dispose();
            labelBytes?.Dispose();
            throw;
        }
    }

    /// <summary>Reads what nobody needed and hashes it.</summary>
    /// <returns>SHA-256 of the files as they are stored.</returns>
    public (string Images, string? Labels) Sha256(CancellationToken cancellationToken)
    {
        if (_sha256 is null)
            _bytes.Drain(cancellationToken);
        _labelBytes?.Drain(cancellationToken);
        return (_sha256 ?? _bytes.Sha256(), _labelBytes?.Sha256());
    }

    public void Dispose()
    {
        Reader.Dispose();
        _bytes.Dispose();
        _labelBytes?.Dispose();
    }

    // Both IDX magic numbers start with two zero bytes, which no text does.
    private static (Stream Content, bool IsIdx) Detect(Stream bytes, string name)
    {
        try
        {
            var content = GZip.Unpack(bytes);
            var head = new byte[HeadLength];
            var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (length == 0)
                throw new FashionMnistException(ExitCodes.BadInput, $"{name}: the file is empty");
            var isIdx = length == HeadLength && head.AsSpan().IndexOfAnyExcept((byte)0) < 0;
            return (new GZip.PrefixedStream(head.AsMemory(0, length), content), isIdx);
        }
        catch (InvalidDataException e)
        {
            throw new FashionMnistException(
                ExitCodes.BadInput, $"{name}: offset 0: the gzip data is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }
}
