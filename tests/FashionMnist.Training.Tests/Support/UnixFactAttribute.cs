namespace FashionMnist.Training.Tests.Support;

/// <summary>A test of something only Unix has: signals, files that stay readable after they are replaced.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "this behaviour exists on Unix only" : null;
}
