using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input.NumPy;

/// <summary>Images of an array of NumPy: <c>[N, 28, 28]</c> or <c>[N, 784]</c>, of whole numbers from 0 to 255; and an array <c>[N]</c> of labels, if there is one.</summary>
internal sealed class NpyImages : IImageReader
{
    private readonly string _name;
    private readonly NpyArray _images;
    private readonly NpyArray? _labels;
    private readonly IDisposable _content;
    private readonly double[] _values = new double[ImageShape.Pixels];
    private long _position;

    /// <param name="name">How messages call the file.</param>
    /// <param name="images">The images.</param>
    /// <param name="labels">The labels, if there are any.</param>
    /// <param name="content">What they are read from. Taken over.</param>
    /// <exception cref="InvalidDataException">If the arrays have other sides.</exception>
    public NpyImages(string name, NpyArray images, NpyArray? labels, IDisposable content)
    {
        (_name, _images, _labels, _content) = (name, images, labels, content);
        var count = RowsOf(images.Shape);
        Rows = count;
        if (labels is not null && !(labels.Shape is [var rows] && rows == count) && !(labels.Shape is [var column, 1] && column == count))
            throw new InvalidDataException($"the labels have the shape {Shown(labels.Shape)}, expected ({count},)");
    }

    public long? Rows { get; }

    /// <summary>Opens a file that holds one array.</summary>
    /// <param name="content">The file. Taken over.</param>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it holds no images.</exception>
    public static NpyImages Open(Stream content, string name)
    {
        try
        {
            return new NpyImages(name, new NpyArray(content), null, content);
        }
        catch (InvalidDataException e)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{name}: {e.Message}", e);
        }
    }

    public long Skip(long rows, CancellationToken cancellationToken)
    {
        var passed = Math.Min(rows, Rows!.Value - _position);
        for (var i = 0L; i < passed; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Guard(() =>
            {
                _images.Read(_values);
                _labels?.Read(_values.AsSpan(0, 1));
            });
        }

        return passed;
    }

    public void Read(ImageBatch batch, int limit)
    {
        while (batch.Rows < limit && _position < Rows)
            Guard(() => Add(batch));
    }

    public void Dispose() => _content.Dispose();

    private void Add(ImageBatch batch)
    {
        var label = ImageBatch.Unlabelled;
        string? reason = null;
        if (_labels is not null)
        {
            _labels.Read(_values.AsSpan(0, 1));
            reason = LabelValues.Read(_values[0], out label);
        }

        if (_images.IsBytes)
        {
            _images.Read(batch.NextImage);
        }
        else
        {
            _images.Read(_values);
            var wrong = PixelValues.Convert(_values, batch.NextImage);
            if (wrong >= 0)
                reason ??= PixelValues.Problem(string.Create(CultureInfo.InvariantCulture, $"pixel {wrong + 1}"), _values[wrong]);
        }

        if (reason is null)
            batch.Accept(label);
        else
            batch.Reject(new RejectedRow(_name, _position + 1, reason));
    }

    private void Guard(Action readRow)
    {
        try
        {
            readRow();
            _position++;
            if (_position == Rows && !_images.IsAtEnd())
                throw new InvalidDataException("more bytes follow the array; save one array a file");
        }
        catch (InvalidDataException e)
        {
            throw new FashionMnistException(
                ExitCodes.BadInput, string.Create(CultureInfo.InvariantCulture, $"{_name}: after row {_position}: {e.Message.TrimEnd('.')}"), e);
        }
    }

    private static long RowsOf(IReadOnlyList<long> shape) => shape switch
    {
        [var rows, ImageShape.Pixels] => rows,
        [var rows, ImageShape.Height, ImageShape.Width] => rows,
        [var rows, ImageShape.Height, ImageShape.Width, 1] => rows,
        [var rows, 1, ImageShape.Height, ImageShape.Width] => rows,
        [ImageShape.Height, ImageShape.Width] or [ImageShape.Pixels] => 1,
        _ => throw new InvalidDataException(
            $"the array has the shape {Shown(shape)}, expected (N, {ImageShape.Height}, {ImageShape.Width}) or (N, {ImageShape.Pixels})"),
    };

    private static string Shown(IReadOnlyList<long> shape) => shape.Count == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
}
