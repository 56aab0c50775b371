using FashionMnist.Data;
using Parquet;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>The images and labels of one row group, in memory.</summary>
internal sealed class RowGroupImages
{
    private readonly Dictionary<int, string> _problems = [];
    private byte[]?[] _images = [];
    private byte[] _pixels = [];
    private byte[] _labels = [];

    private RowGroupImages(int rows) => Rows = rows;

    public int Rows { get; }

    /// <summary>Reads a row group.</summary>
    public static async Task<RowGroupImages> ReadAsync(ParquetRowGroupReader group, ParquetLayout layout, int rows)
    {
        var images = new RowGroupImages(rows);
        if (layout.Label is { } label)
            images.TakeLabels(await WholeNumbers.ReadAsync(group, label, rows));
        if (layout.Image is { } image)
        {
            images._images = new byte[]?[rows];
            await group.ReadAsync(image, images._images.AsMemory()!);
            return images;
        }

        for (var i = 0; i < layout.Pixels.Count; i++)
        {
            var column = await WholeNumbers.ReadAsync(group, layout.Pixels[i], rows);
            // Only now: a first column that cannot be read shows that the number of rows was a lie.
            if (i == 0)
                images._pixels = new byte[rows * ImageShape.Pixels];
            images.TakePixels(i, layout.Pixels[i].Name, column);
        }

        return images;
    }

    /// <summary>Copies an image.</summary>
    /// <returns>What is wrong with the row, or <see langword="null"/>.</returns>
    public string? Read(int row, Span<byte> pixels, out byte label)
    {
        label = _labels.Length > 0 ? _labels[row] : ImageBatch.Unlabelled;
        if (_problems.TryGetValue(row, out var problem))
            return problem;
        if (_pixels.Length > 0)
        {
            _pixels.AsSpan(row * ImageShape.Pixels, ImageShape.Pixels).CopyTo(pixels);
            return null;
        }

        if (_images[row] is not { } image)
            return "the image is missing";
        if (image.Length != ImageShape.Pixels)
            return $"the image has {image.Length} bytes, expected {ImageShape.Pixels}";
        image.CopyTo(pixels);
        return null;
    }

    private void TakeLabels(long?[] column)
    {
        _labels = new byte[Rows];
        for (var row = 0; row < Rows; row++)
        {
            _labels[row] = column[row] is >= 0 and < LabelMap.Count ? (byte)column[row]! : ImageBatch.Unlabelled;
            if (column[row] is { } label and (< 0 or >= LabelMap.Count))
                _problems.TryAdd(row, $"label is {label}, allowed 0 to {LabelMap.Count - 1}");
        }
    }

    private void TakePixels(int pixel, string name, long?[] column)
    {
        for (var row = 0; row < Rows; row++)
        {
            if (column[row] is >= 0 and <= byte.MaxValue)
                _pixels[(row * ImageShape.Pixels) + pixel] = (byte)column[row]!;
            else
                _problems.TryAdd(row, column[row] is { } value ? $"{name} is {value}, allowed 0 to {byte.MaxValue}" : $"{name} is missing");
        }
    }
}
