using FashionMnist.Models;
using FashionMnist.Prediction;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction;

public class ShardTests
{
    [Fact]
    public void Reads_the_second_of_three() => Assert.Equal(new Shard(2, 3), Shard.Parse("2/3"));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("-1/3")]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData(" 1/2")]
    [InlineData("a/b")]
    [InlineData("1/99999999999")]
    public void Refuses_anything_else(string text)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Shard.Parse(text));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
    }

    [Property(MaxTest = 500)]
    public void Ranges_join_without_gap_and_are_cut_at_multiples_of_the_batch_size(uint rows, ushort batch, byte count)
    {
        var (batchSize, shards) = (batch + 1, count + 1);
        var next = 0L;
        var lengths = new List<long>();
        for (var number = 1; number <= shards; number++)
        {
            var (start, end) = new Shard(number, shards).Range(rows, batchSize);
            Assert.Equal(next, start);
            Assert.True(start % batchSize == 0 || start == rows);
            lengths.Add((end - start + batchSize - 1) / batchSize);
            next = end;
        }

        Assert.Equal(rows, next);
        Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
    }

    [Fact]
    public void More_shards_than_batches_leave_some_empty()
    {
        var ranges = Enumerable.Range(1, 4).Select(x => new Shard(x, 4).Range(10, 8)).ToList();
        Assert.Equal([(0, 0), (0, 8), (8, 8), (8, 10)], ranges);
    }
}
