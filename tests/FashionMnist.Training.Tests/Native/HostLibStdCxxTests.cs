using System.Text;
using FashionMnist.Training.Native;

namespace FashionMnist.Training.Tests.Native;

public sealed class HostLibStdCxxTests
{
    [Fact]
    public void Finds_the_library_among_the_mapped_files() => Assert.Equal(
        "/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30",
        HostLibStdCxx.Path(
        [
            "7f00-7f01 r--p 00000000 00:00 0",
            "7f01-7f02 r--p 00000000 fe:00 12 /usr/lib/x86_64-linux-gnu/libc.so.6",
            "7f02-7f03 r-xp 00001000 fe:00 13 /usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30",
        ]));

    [Fact]
    public void Knows_when_there_is_none() => Assert.Null(HostLibStdCxx.Path(["7f01-7f02 r--p 00000000 fe:00 12 /lib/libc.so.6", ""]));

    [Theory]
    [InlineData("GLIBCXX_3.4.32", true)]
    [InlineData("GLIBCXX_3.4.3", false)]
    [InlineData("GLIBCXX_3.4.33", false)]
    public void Compares_whole_version_names(string version, bool expected) =>
        Assert.Equal(expected, HostLibStdCxx.Defines(Encoding.ASCII.GetBytes("\0GLIBCXX_3.4.30\0GLIBCXX_3.4.32\0"), version));
}
