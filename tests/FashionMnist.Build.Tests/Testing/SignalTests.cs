namespace FashionMnist.Build.Tests.Testing;

public sealed class SignalTests
{
    private const int Interrupt = 2;

    [Fact]
    public void Tests_hear_Ctrl_C_even_if_their_parent_ignored_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var ignored = File.ReadLines("/proc/self/status").Single(x => x.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];

        Assert.Equal(0UL, Convert.ToUInt64(ignored, 16) & (1UL << (Interrupt - 1)));
    }
}
