using FashionMnist.Data;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input;

/// <summary>Images of an IDX file, with the labels of a second one if there is one.</summary>
internal sealed class IdxImageReader : IImageReader
{
    private const int SkippedAtOnce = 4096;

    private readonly IdxReader _images;
    private readonly IdxReader? _labels;
    private readonly string _labelsName;
    private byte[] _labelBuffer = [];

    /// <summary>Takes over the two readers.</summary>
    public IdxImageReader(IdxReader images, string imagesName, IdxReader? labels, string labelsName)
    {
        (_images, _labels, _labelsName) = (images, labels, labelsName);
        if (labels is not null && labels.Count != images.Count)
        {
            throw new FashionMnistException(
                ExitCodes.BadInput, $"{imagesName}: offset 4: {images.Count} images, but {labelsName} has {labels.Count} labels");
        }
    }

    public long? Rows => _images.Count;

    public long Skip(long rows, CancellationToken cancellationToken)
    {
        rows = Math.Min(rows, _images.Count - _images.Position);
        for (var left = rows; left > 0; left -= SkippedAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(left, SkippedAtOnce);
            _images.Skip(count);
            _labels?.Skip(count);
        }

        return rows;
    }

    public void Read(ImageBatch batch, int limit)
    {
        var first = _images.Position;
        var room = limit - batch.Rows;
        var start = batch.Count;
        var count = _images.Read(batch.Images.AsSpan(start * ImageShape.Pixels, room * ImageShape.Pixels));
        if (_labels is null)
        {
            for (var i = 0; i < count; i++)
                batch.Accept(ImageBatch.Unlabelled);
            return;
        }

        if (_labelBuffer.Length < room)
            _labelBuffer = new byte[room];
        _labels.Read(_labelBuffer.AsSpan(0, room));
        for (var i = 0; i < count; i++)
            Add(batch, start + i, first + i, _labelBuffer[i]);
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels?.Dispose();
    }

    private void Add(ImageBatch batch, int position, int item, byte label)
    {
        if (!LabelMap.Contains(label))
        {
            batch.Reject(new RejectedRow(_labelsName, item + 1, $"label {label}, allowed 0 to {LabelMap.Count - 1}"));
            return;
        }

        // After a rejected row the images that follow move up.
        if (batch.Count != position)
            batch.Images.AsSpan(position * ImageShape.Pixels, ImageShape.Pixels).CopyTo(batch.NextImage);
        batch.Accept(label);
    }
}
