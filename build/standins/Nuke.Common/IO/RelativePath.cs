namespace Nuke.Common.IO;

public class RelativePath
{
    private readonly string _path;

    internal RelativePath(string path) => _path = path;

    public static implicit operator string(RelativePath path) => path?._path;

    public override string ToString() => _path;
}

public class UnixRelativePath : RelativePath
{
    internal UnixRelativePath(string path)
        : base(path)
    {
    }
}
