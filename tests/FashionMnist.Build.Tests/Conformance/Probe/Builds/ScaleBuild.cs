using Nuke.Common;
using static Notes;

/// <summary>Assertions.</summary>
internal sealed class ScaleBuild : NukeBuild
{
    public static int Run() => Execute<ScaleBuild>(x => x.All);

    private Target All => _ => _.Executes(() =>
    {
        string nothing = null;
        var blank = "  ";
        var weight = 5;
        List<string> scales = ["left", "right"];
        List<string> empty = [];
        var missing = RootDirectory / "missing";
        Check("fail", () => Assert.Fail("as asked"));
        Check("fail with a cause", () => Assert.Fail("as asked", new InvalidOperationException("the cause")));
        Check("true", () => Assert.True(weight == 6));
        Check("true with a message", () => Assert.True(weight == 6, "six was wanted"));
        Check("true holds", () => Assert.True(weight == 5));
        Check("false", () => Assert.False(weight == 5));
        Check("not null", () => nothing.NotNull());
        Check("not null with a message", () => nothing.NotNull("nothing there"));
        Check("not null holds", () => Note($"got {"bread".NotNull()}"));
        Check("not null or empty", () => "".NotNullOrEmpty());
        Check("not null or white space", () => blank.NotNullOrWhiteSpace());
        Check("not empty", () => Assert.NotEmpty(empty));
        Check("empty", () => Assert.Empty(scales));
        Check("count", () => Assert.Count(scales, 1));
        Check("single", () => Assert.HasSingleItem(scales));
        Check("file", () => Assert.FileExists(missing));
        Check("directory", () => Assert.DirectoryExists(missing));
    });

    private Target Fails => _ => _.Executes(() => Assert.True(2 + 2 == 5));

    private static void Check(string what, Action assertion) => Attempt(what, () =>
    {
        assertion();
        return "holds";
    });
}
