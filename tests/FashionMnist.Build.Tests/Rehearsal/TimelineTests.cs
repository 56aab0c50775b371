using FashionMnist.Build.Rehearsal;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Build.Tests.Rehearsal;

public sealed class TimelineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Has_a_line_for_each_step_with_what_came_of_it()
    {
        var timeline = new Timeline(_time);
        await timeline.RunAsync("push", () => DoneAsync(TimeSpan.FromSeconds(2), "3 layers"));
        await Assert.ThrowsAsync<IOException>(() => timeline.RunAsync("pull it", () => throw new IOException()));

        Assert.Equal(["   0.0 s  push       2.0 s  3 layers", "   2.0 s  pull it    0.0 s  failed"], timeline.Lines());
    }

    [Fact]
    public void Has_no_line_where_no_step_began() => Assert.Empty(new Timeline(_time).Lines());

    private Task<string> DoneAsync(TimeSpan after, string result)
    {
        _time.Advance(after);
        return Task.FromResult(result);
    }
}
