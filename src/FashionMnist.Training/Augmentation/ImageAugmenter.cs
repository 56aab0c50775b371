using FashionMnist.Data;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Training.Augmentation;

/// <summary>Changes an image at random so that it stays what it shows: shift, mirror, and a blanked square (cutout).</summary>
/// <param name="profile">Says which changes, how far and how often.</param>
internal sealed class ImageAugmenter(TrainingProfile profile)
{
    /// <summary>Writes a changed copy of an image.</summary>
    /// <param name="source">uint8 [28, 28].</param>
    /// <param name="target">uint8 [28, 28]; every pixel is written, what comes in from outside is background.</param>
    /// <param name="random">Source of the changes; how many numbers it gives does not depend on the image.</param>
    public void Apply(ReadOnlySpan<byte> source, Span<byte> target, Random random)
    {
        var (right, down) = (random.Next(-profile.Shift, profile.Shift + 1), random.Next(-profile.Shift, profile.Shift + 1));
        var mirror = profile.Flip && random.Next(2) == 1;
        target.Clear();
        for (var row = Math.Max(0, down); row < Math.Min(ImageShape.Height, ImageShape.Height + down); row++)
        {
            var from = source.Slice((row - down) * ImageShape.Width, ImageShape.Width);
            var to = target.Slice(row * ImageShape.Width, ImageShape.Width);
            from[Math.Max(0, -right)..(ImageShape.Width - Math.Max(0, right))].CopyTo(to[Math.Max(0, right)..]);
            if (mirror)
                to.Reverse();
        }

        if (profile.CutoutSize > 0 && random.NextDouble() < profile.CutoutProbability)
            CutOut(target, random);
    }

    private void CutOut(Span<byte> target, Random random)
    {
        var size = random.Next(1, profile.CutoutSize + 1);
        var (top, left) = (random.Next(ImageShape.Height - size + 1), random.Next(ImageShape.Width - size + 1));
        for (var row = top; row < top + size; row++)
            target.Slice(row * ImageShape.Width + left, size).Clear();
    }
}
