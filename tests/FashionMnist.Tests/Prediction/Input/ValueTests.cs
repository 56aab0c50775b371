using FashionMnist.Prediction.Input;

namespace FashionMnist.Tests.Prediction.Input;

/// <summary>What counts as a pixel, as a label, and as the name of a column, for every format.</summary>
public class ValueTests
{
    [Theory]
    [InlineData(256, "pixel 3 is 256, allowed 0 to 255")]
    [InlineData(-1, "pixel 3 is -1, allowed 0 to 255")]
    [InlineData(1e300, "pixel 3 is 1E+300, allowed 0 to 255")]
    [InlineData(7.5, "pixel 3 is 7.5, allowed are whole numbers from 0 to 255")]
    [InlineData(0.5, "pixel 3 is 0.5, allowed are whole numbers from 0 to 255; pixels scaled to 0..1 have to be multiplied by 255")]
    [InlineData(double.NaN, "pixel 3 is missing")]
    public void A_number_that_is_no_pixel_is_found_and_explained(double value, string problem)
    {
        double[] values = [0, 255, value, value];
        var pixels = new byte[4];
        Assert.Equal(2, PixelValues.Convert(values, pixels));
        Assert.Equal([0, 255, 0, 0], pixels);
        Assert.Equal(problem, PixelValues.Problem("pixel 3", value));
    }

    [Theory]
    [InlineData(9.0, 9, null)]
    [InlineData(-1, ImageBatch.Unlabelled, null)]
    [InlineData(double.NaN, ImageBatch.Unlabelled, null)]
    [InlineData(10, ImageBatch.Unlabelled, "label is 10, allowed 0 to 9")]
    [InlineData(0.5, ImageBatch.Unlabelled, "label is 0.5, allowed 0 to 9")]
    public void A_label_is_a_whole_number_or_not_known(double value, byte label, string? problem)
    {
        Assert.Equal(problem, LabelValues.Read(value, out var read));
        Assert.Equal(label, read);
    }

    [Theory]
    [InlineData("9", 9)]
    [InlineData("9.0", 9)]
    [InlineData("ankle boot", 9)]
    [InlineData("T-shirt/top", 0)]
    [InlineData(" ", ImageBatch.Unlabelled)]
    [InlineData("nan", ImageBatch.Unlabelled)]
    [InlineData("-1", ImageBatch.Unlabelled)]
    public void A_label_may_be_text(string text, byte label)
    {
        Assert.Null(LabelValues.Read(text, out var read));
        Assert.Equal(label, read);
    }

    [Theory]
    [InlineData("(9)")]
    [InlineData("9%")]
    [InlineData("label 9")]
    public void A_digit_among_other_text_is_no_label(string text)
    {
        Assert.StartsWith($"label is '{text}', allowed are", LabelValues.Read(text, out var label), StringComparison.Ordinal);
        Assert.Equal(ImageBatch.Unlabelled, label);
    }

    [Fact]
    public void Text_that_names_no_label_is_refused()
    {
        var problem = LabelValues.Read("a hat that is far too long\n", out _);
        Assert.StartsWith("label is 'a hat that is far to...', allowed are 0 to 9 and the names T-shirt/top, ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pixel1", "pixel", 1)]
    [InlineData("pixel0", "pixel", 0)]
    [InlineData("0", "", 0)]
    [InlineData("1", "", 1)]
    public void Pixels_are_numbered_from_zero_or_one_with_and_without_the_word(string first, string word, int start)
    {
        string[] columns = [.. Enumerable.Range(start, 784).Reverse().Select(x => $"{word}{x}"), "label"];
        var pixels = Assert.IsType<string[]>(ColumnNames.FindPixels(columns));
        Assert.Equal((first, $"{word}{start + 783}"), (pixels[0], pixels[^1]));
    }

    [Fact]
    public void Pixels_are_named_by_row_and_column()
    {
        string[] columns = [.. Enumerable.Range(1, 28).SelectMany(x => Enumerable.Range(1, 28).Select(y => $"{x}x{y}"))];
        Assert.Equal(columns, ColumnNames.FindPixels(columns));
    }

    [Theory]
    [InlineData(0, 785)]
    [InlineData(0, 783)]
    public void Pixels_that_are_not_784_are_not_guessed(int first, int count) =>
        Assert.Null(ColumnNames.FindPixels([.. Enumerable.Range(first, count).Select(x => $"pixel{x}")]));

    [Theory]
    [InlineData("Image", "labels")]
    [InlineData("img", "Label")]
    public void Images_and_labels_have_several_names(string image, string label)
    {
        Assert.Equal(image, ColumnNames.FindImage(["id", image, label]));
        Assert.Equal(label, ColumnNames.FindLabel(["id", image, label]));
        Assert.Null(ColumnNames.FindImage(["id"]));
    }
}
