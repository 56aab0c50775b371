using FashionMnist.Reporting.Statistics;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Reporting.Statistics;

public sealed class BoundedBestTests
{
    [Property]
    public void Keeps_what_sorting_everything_would_put_first(byte[] ranks, byte capacity)
    {
        var size = capacity % 9 + 1;
        var best = new BoundedBest<long>(size);
        for (var i = 0; i < ranks.Length; i++)
        {
            // Few different ranks, so that many are equal.
            if (best.Takes(ranks[i] % 5, i))
                best.Add(i, ranks[i] % 5, i);
        }

        var expected = Enumerable.Range(0, ranks.Length).OrderByDescending(i => ranks[i] % 5).ThenBy(i => i).Take(size).Select(i => (long)i);
        Assert.Equal(expected, best.Items);
    }
}
