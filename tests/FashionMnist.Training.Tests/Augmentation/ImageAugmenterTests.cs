using FashionMnist.Data;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Augmentation;

namespace FashionMnist.Training.Tests.Augmentation;

public sealed class ImageAugmenterTests
{
    private const int Draws = 500;
    private static readonly byte[] Image = [.. Enumerable.Range(0, ImageShape.Pixels).Select(i => (byte)(i % 255 + 1))];

    [Fact]
    public void Changes_nothing_when_everything_is_off() =>
        Assert.Equal(Image, Apply(Profile(), new Random(1)));

    [Fact]
    public void Shifts_by_every_distance_in_bounds_and_no_other()
    {
        var expected = Shifted(mirrored: false).Select(Convert.ToHexString).ToHashSet();

        var seen = Draw(Profile(shift: 2)).ToHashSet();

        Assert.Equal(25, expected.Count);
        Assert.Equal(expected.Order(), seen.Order());
    }

    [Fact]
    public void Mirrors_about_half_of_the_images()
    {
        var mirrored = Convert.ToHexString(Mirror(Image));

        var count = Draw(Profile(flip: true)).Count(x => x == mirrored);

        Assert.InRange(count, Draws * 4 / 10, Draws * 6 / 10);
    }

    [Fact]
    public void Shifts_and_mirrors_together()
    {
        var expected = Shifted(mirrored: false).Concat(Shifted(mirrored: true)).Select(Convert.ToHexString).ToHashSet();

        Assert.All(Draw(Profile(shift: 2, flip: true)), x => Assert.Contains(x, expected));
    }

    [Fact]
    public void Cuts_out_one_square_of_at_most_the_size_given()
    {
        var random = new Random(3);
        var sizes = new HashSet<int>();
        for (var i = 0; i < Draws; i++)
        {
            var result = Apply(Profile(cutoutSize: 4, cutoutProbability: 1), random);
            var blank = Enumerable.Range(0, ImageShape.Pixels).Where(x => result[x] == 0).ToList();
            var rows = blank.Select(x => x / ImageShape.Width).Distinct().ToList();
            var columns = blank.Select(x => x % ImageShape.Width).Distinct().ToList();

            Assert.Equal(rows.Count, columns.Count);
            Assert.Equal(rows.Count * columns.Count, blank.Count);
            Assert.Equal(rows.Max() - rows.Min() + 1, rows.Count);
            Assert.All(Enumerable.Range(0, ImageShape.Pixels).Except(blank), x => Assert.Equal(Image[x], result[x]));
            sizes.Add(rows.Count);
        }

        Assert.Equal([1, 2, 3, 4], sizes.Order());
    }

    [Fact]
    public void Cuts_out_as_often_as_asked_for()
    {
        var whole = Convert.ToHexString(Image);

        var cut = Draw(Profile(cutoutSize: 4, cutoutProbability: 0.3)).Count(x => x != whole);

        Assert.InRange(cut, Draws * 2 / 10, Draws * 4 / 10);
    }

    private static TrainingProfile Profile(int shift = 0, bool flip = false, int cutoutSize = 0, double cutoutProbability = 0) =>
        new() { Shift = shift, Flip = flip, CutoutSize = cutoutSize, CutoutProbability = cutoutProbability };

    private static List<string> Draw(TrainingProfile profile)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Draws).Select(_ => Convert.ToHexString(Apply(profile, random)))];
    }

    private static byte[] Apply(TrainingProfile profile, Random random)
    {
        var target = new byte[ImageShape.Pixels];
        Array.Fill(target, (byte)77);
        new ImageAugmenter(profile).Apply(Image, target, random);
        return target;
    }

    private static IEnumerable<byte[]> Shifted(bool mirrored) =>
        from down in Enumerable.Range(-2, 5)
        from right in Enumerable.Range(-2, 5)
        select Shift(mirrored ? Mirror(Image) : Image, right, down);

    private static byte[] Mirror(byte[] image) => Map(image, (row, column) => (row, ImageShape.Width - 1 - column));

    private static byte[] Shift(byte[] image, int right, int down) => Map(image, (row, column) => (row - down, column - right));

    private static byte[] Map(byte[] image, Func<int, int, (int Row, int Column)> source)
    {
        var result = new byte[ImageShape.Pixels];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column) = source(i / ImageShape.Width, i % ImageShape.Width);
            result[i] = row is >= 0 and < ImageShape.Height && column is >= 0 and < ImageShape.Width ? image[row * ImageShape.Width + column] : (byte)0;
        }

        return result;
    }
}
