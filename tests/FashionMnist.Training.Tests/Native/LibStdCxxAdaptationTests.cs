using FashionMnist.Training.Native;

namespace FashionMnist.Training.Tests.Native;

public sealed class LibStdCxxAdaptationTests
{
    [Fact]
    public void The_package_asks_for_one_symbol_of_the_new_version()
    {
        var image = new ElfImage(OriginalLibrary.Bytes());

        var version = Assert.Single(image.NeededVersions(), x => x.Name == LibStdCxxAdaptation.Version);
        var symbol = Assert.Single(image.DynamicSymbols(), x => x.Version == version.Index);
        Assert.Equal("libstdc++.so.6", version.Library);
        Assert.Equal(0, version.Flags);
        Assert.Equal(LibStdCxxAdaptation.Symbol, symbol.Name);
    }

    [Fact]
    public void The_adapted_library_can_do_without_the_version()
    {
        var image = new ElfImage(LibStdCxxAdaptation.Apply(OriginalLibrary.Bytes()));

        var version = Assert.Single(image.NeededVersions(), x => x.Name == LibStdCxxAdaptation.Version);
        Assert.Equal(2, version.Flags);
        Assert.DoesNotContain(image.DynamicSymbols(), x => x.Version == version.Index);
        Assert.DoesNotContain(image.DynamicSymbols(), x => x.Name == LibStdCxxAdaptation.Symbol);
        Assert.Contains(image.DynamicSymbols(), x => x.Name == LibStdCxxAdaptation.Replacement && x.Version == 1);
    }

    [Fact]
    public void Only_the_three_places_change()
    {
        var original = OriginalLibrary.Bytes();
        var adapted = LibStdCxxAdaptation.Apply(original);

        Assert.Equal(original.Length, adapted.Length);
        var changed = original.Zip(adapted).Count(x => x.First != x.Second);
        Assert.InRange(changed, 3, 2 + LibStdCxxAdaptation.Replacement.Length + 1);
    }

    [Fact]
    public void Refuses_a_library_that_was_adapted_already() =>
        Assert.Throws<InvalidDataException>(() => LibStdCxxAdaptation.Apply(LibStdCxxAdaptation.Apply(OriginalLibrary.Bytes())));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Refuses_what_is_not_a_whole_library(int length) =>
        Assert.Throws<InvalidDataException>(() => LibStdCxxAdaptation.Apply(OriginalLibrary.Bytes().AsSpan(0, length)));
}
