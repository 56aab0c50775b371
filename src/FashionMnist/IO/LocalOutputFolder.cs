using FashionMnist.Models;
using FashionMnist.Models.IO;

namespace FashionMnist.IO;

/// <summary>A folder of this machine: files are built under a hidden name beside their final one and renamed over it.</summary>
internal sealed class LocalOutputFolder : IOutputFolder
{
    private readonly List<StagedFile> _staged = [];

    /// <summary>Makes the folder if it is missing.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.CannotWriteOutput"/> if that is not possible.</exception>
    public LocalOutputFolder(string path)
    {
        Address = path;
        Guard(path, () => Directory.CreateDirectory(path));
    }

    public string Address { get; }

    public StagedFile Create(string name) => Guard(name, () =>
    {
        RemoveLeftovers(name);
        var file = new StagedFile(name, Path.Combine(Address, $".{name}.{Guid.NewGuid():N}{AtomicFile.TemporarySuffix}"));
        _staged.Add(file);
        return file;
    });

    public Task PublishAsync(IReadOnlyList<StagedFile> files, IReadOnlyList<string> outdated, CancellationToken cancellationToken)
    {
        foreach (var name in outdated)
            Guard(name, () => File.Delete(Path.Combine(Address, name)));
        foreach (var file in files)
            Guard(file.Name, () => File.Move(file.TemporaryPath, Path.Combine(Address, file.Name), overwrite: true));
        return Task.CompletedTask;
    }

    public void Dispose() => _staged.ForEach(x => x.Dispose());

    private void RemoveLeftovers(string name)
    {
        foreach (var path in Directory.EnumerateFiles(Address, $".{name}.*{AtomicFile.TemporarySuffix}"))
        {
            try
            {
                // Refused while a living process builds the file.
                using var unused = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (IOException)
            {
                // In use, or its owner was faster.
            }
        }
    }

    private void Guard(string name, Action action) => Guard(name, () =>
    {
        action();
        return true;
    });

    private T Guard<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FashionMnistException(
                ExitCodes.CannotWriteOutput, $"{Address}: cannot write {name} there: {e.Message}; choose another --output", e);
        }
    }
}
