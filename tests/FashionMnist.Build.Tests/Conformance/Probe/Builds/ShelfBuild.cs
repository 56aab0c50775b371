using Nuke.Common;
using Nuke.Common.IO;
using static Notes;

/// <summary>Paths, with and without files.</summary>
internal sealed class ShelfBuild : NukeBuild
{
    public static int Run() => Execute<ShelfBuild>(x => x.Names);

    private static AbsolutePath Pantry => TemporaryDirectory / "pantry";

    private Target Names => _ => _.Executes(() =>
    {
        AbsolutePath jar = "/cellar/left/plums.2024.jar";
        Attempt("as text", () => (string)jar);
        Attempt("child", () => jar.Parent / "pears" / "old");
        Attempt("child with a slash at the end", () => jar.Parent / "pears/");
        Attempt("parent by text", () => jar / "..");
        Attempt("parent by range", () => jar / .. / ..);
        Attempt("rooted child", () => jar / "/attic");
        Attempt("suffix", () => jar + ".bak");
        Attempt("name", () => jar.Name);
        Attempt("name without extension", () => jar.NameWithoutExtension);
        Attempt("extension", () => jar.Extension);
        Attempt("no extension", () => jar.Parent.Extension);
        Attempt("parent of the root", () => ((AbsolutePath)"/").Parent);
        Attempt("equal", () => jar == (AbsolutePath)"/cellar/left/plums.2024.jar");
        Attempt("equal but for case", () => jar == (AbsolutePath)"/cellar/LEFT/plums.2024.jar");
        Attempt("equal but for a slash", () => (AbsolutePath)"/cellar/" == (AbsolutePath)"/cellar");
        Attempt("normalised", () => (string)(AbsolutePath)"/cellar/./left/../right");
        Attempt("relative", () => (string)(AbsolutePath)"cellar/left");
        Attempt("empty", () => (string)(AbsolutePath)"");
        Attempt("quoted", () => ((AbsolutePath)"/the cellar").ToString("d"));
        Attempt("quoted if needed", () => ((AbsolutePath)"/the cellar").ToString("dn"));
        Attempt("not quoted", () => ((AbsolutePath)"/cellar").ToString("dn"));
        Attempt("single quotes", () => ((AbsolutePath)"/the cellar").ToString("s"));
        Attempt("relative to another", () => jar.Parent.GetRelativePathTo("/cellar/right").ToString());
        Attempt("relative to itself", () => jar.GetUnixRelativePathTo(jar).ToString());
    });

    private Target Files => _ => _.Executes(() =>
    {
        Pantry.CreateOrCleanDirectory();
        var jam = Pantry / "top" / "jam.txt";
        Attempt("write returns", () => jam.WriteAllText("sweet"));
        Attempt("written", () => jam.ReadAllText().Replace("\n", "|"));
        Attempt("written with a line break", () => (Pantry / "a.txt").WriteAllText("x\n").ReadAllText().Replace("\n", "|"));
        Attempt("written without", () => (Pantry / "b.txt").WriteAllText("x", eofLineBreak: false).ReadAllText());
        Attempt("written empty", () => (Pantry / "c.txt").WriteAllText("").ReadAllText().Replace("\n", "|"));
        Attempt("lines", () => (Pantry / "d.md").WriteAllLines(["one", "two"]).ReadAllLines());
        Attempt("bytes", () => (Pantry / "e.bin").WriteAllBytes([7, 8]).ReadAllBytes());
        Attempt("file exists", () => jam.FileExists());
        Attempt("directory is no file", () => Pantry.FileExists());
        Attempt("directory exists", () => Pantry.DirectoryExists());
        Attempt("files", () => Sorted(Pantry.GetFiles()));
        Attempt("files by pattern", () => Sorted(Pantry.GetFiles("*.txt")));
        Attempt("files two deep", () => Sorted(Pantry.GetFiles("*.txt", depth: 2)));
        (Pantry / "deep" / ".dot" / "f.txt").WriteAllText("f");
        Attempt("everywhere", () => Sorted(Pantry.GlobFiles("**/*.txt")));
        Attempt("here", () => Sorted(Pantry.GlobFiles("*.txt")));
        Attempt("two patterns", () => Sorted(Pantry.GlobFiles("*.md", "top/*")));
        Attempt("either", () => Sorted(Pantry.GlobFiles("{a,b}.txt")));
        Attempt("one character", () => Sorted(Pantry.GlobFiles("?.bin")));
        Attempt("other case", () => Sorted(Pantry.GlobFiles("*.TXT")));
        Attempt("nowhere", () => Sorted((Pantry / "missing").GlobFiles("**/*")));
        jam.DeleteFile();
        jam.DeleteFile();
        Attempt("deleted", () => jam.FileExists());
        (Pantry / "deep").DeleteDirectory();
        (Pantry / "deep").DeleteDirectory();
        Attempt("deleted directory", () => (Pantry / "deep").DirectoryExists());
        Attempt("created", () => (Pantry / "new" / "one").CreateDirectory().DirectoryExists());
        Attempt("cleaned", () => Sorted(Pantry.CreateOrCleanDirectory().GetDirectories()));
    });

    private static IEnumerable<string> Sorted(IEnumerable<AbsolutePath> paths) =>
        paths.Select(x => Pantry.GetUnixRelativePathTo(x).ToString()).Order(StringComparer.Ordinal);
}
