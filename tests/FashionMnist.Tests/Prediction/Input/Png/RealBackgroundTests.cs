using FashionMnist.Data;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Tests.Data;

namespace FashionMnist.Tests.Prediction.Input.Png;

public class RealBackgroundTests
{
    [RealDataFact]
    public void The_border_of_all_but_two_of_the_70000_images_tells_the_background_and_that_of_their_negatives_too()
    {
        FashionMnistDataset[] splits = [RealData.Splits.Train, RealData.Splits.Test];
        var (taken, missed) = (0, 0);
        var negative = new byte[ImageShape.Pixels];
        foreach (var split in splits)
        {
            for (var i = 0; i < split.Count; i++)
            {
                var image = split.Image(i);
                for (var pixel = 0; pixel < negative.Length; pixel++)
                    negative[pixel] = (byte)(byte.MaxValue - image[pixel]);
                taken += Border.IsLight(image, ImageShape.Width, ImageShape.Height) ? 1 : 0;
                missed += Border.IsLight(negative, ImageShape.Width, ImageShape.Height) ? 0 : 1;
            }
        }

        Assert.Equal(70_000, splits.Sum(x => x.Count));
        Assert.Equal((2, 2), (taken, missed));
    }
}
