namespace HangProbe;

public sealed class PlantedTests
{
    [Fact]
    public void Ends() => Assert.True(Environment.ProcessId > 0);

    [Fact]
    public void Blocks_a_thread_for_good() => Block();

    private static void Block()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}

public sealed class PlantedAsyncTests
{
    [Fact]
    public async Task Waits_for_what_never_happens() => await NeverAsync();

    private static async Task NeverAsync() => await new TaskCompletionSource().Task;
}
