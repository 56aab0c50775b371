namespace FashionMnist.Testing;

/// <summary>A folder of its own for a test, removed with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("fashion-mnist-test-").FullName;

    /// <summary>A path inside the folder.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Every file and folder in it with the time of its last change: equal if nothing was written.</summary>
    public IReadOnlyList<string> Snapshot()
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        var entries = Directory.GetFileSystemEntries(Path, "*", everything);
        return [.. entries.Select(e => $"{e} {File.GetLastWriteTimeUtc(e):O}").Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
