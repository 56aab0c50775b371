using System.Diagnostics;
using FashionMnist.Build.Output;

namespace FashionMnist.Build.Tests.Output;

public sealed class BuildStartTests
{
    [Fact]
    public void A_run_started_with_its_process_not_when_it_was_first_asked_for()
    {
        using var process = Process.GetCurrentProcess();

        Assert.Equal(process.StartTime.ToUniversalTime(), BuildOutput.Start, TimeSpan.FromSeconds(1));
    }
}
