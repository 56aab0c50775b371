using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Prediction.Input.Parquet.Format;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Images that are lists of 784 numbers, or 28 lists of 28.</summary>
internal sealed class ListImages(NumberColumn numbers, Column column) : IImageColumn
{
    private const int NumbersAtOnce = 8192;
    private readonly double[] _values = new double[NumbersAtOnce];
    private readonly int[] _repetition = new int[NumbersAtOnce];
    private readonly int[] _definition = new int[NumbersAtOnce];
    private readonly double[] _image = new double[ImageShape.Pixels];
    private int _next;
    private int _count;
    private long _length;
    private bool _isSquare;

    public string? Next(Span<byte> pixels, out PngTraits traits)
    {
        traits = default;
        ReadRow();
        if (_length != ImageShape.Pixels)
            return string.Create(CultureInfo.InvariantCulture, $"the image has {_length} numbers, expected {ImageShape.Pixels}");
        if (!_isSquare)
            return $"the image is not {ImageShape.Height} lists of {ImageShape.Width} numbers";
        var wrong = PixelValues.Convert(_image, pixels);
        return wrong < 0 ? null : PixelValues.Problem(string.Create(CultureInfo.InvariantCulture, $"number {wrong + 1} of the image"), _image[wrong]);
    }

    public void Skip(long rows)
    {
        for (; rows > 0; rows--)
            ReadRow();
    }

    private void ReadRow()
    {
        (_length, _isSquare) = (0, true);
        if (_next == _count && !Fill())
            throw new InvalidDataException("it has fewer images than the row group has rows");
        // A row begins where no list goes on.
        var begins = true;
        do
        {
            var from = begins ? _next + 1 : _next;
            var length = _repetition.AsSpan(from, _count - from).IndexOf(0);
            var end = length < 0 ? _count : from + length;
            Take(_next, end);
            _next = end;
            begins = false;
        }
        while (_next == _count && Fill() && _repetition[0] != 0);
    }

    private bool Fill()
    {
        _next = 0;
        _count = numbers.Read(_values, _repetition, _definition);
        return _count > 0;
    }

    private void Take(int start, int end)
    {
        // An empty list, or one that is missing, still has an entry.
        if (column.ItemDefinition > 0 && _definition.AsSpan(start, end - start).IndexOfAnyInRange(0, column.ItemDefinition - 1) >= 0)
        {
            _isSquare = false;
            return;
        }

        for (var i = start; column.Repetition > 1 && i < end; i++)
            _isSquare &= _repetition[i] < column.Repetition == ((_length + i - start) % ImageShape.Width == 0);
        var room = (int)Math.Max(0, Math.Min(end - start, _image.Length - _length));
        if (room > 0)
            _values.AsSpan(start, room).CopyTo(_image.AsSpan((int)_length));
        _length += end - start;
    }
}
