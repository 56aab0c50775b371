using FashionMnist.Models;
using FashionMnist.Models.IO;

namespace FashionMnist.IO;

/// <summary>A folder of this machine: files are built under a hidden name beside their final one and renamed over it.</summary>
/// <param name="path">Where it lies; made with the first file if it is missing.</param>
internal sealed class LocalOutputFolder(string path) : IOutputFolder
{
    private readonly List<StagedFile> _staged = [];

    public string Address => path;

    public StagedFile Create(string name) => Guard(name, () =>
    {
        Directory.CreateDirectory(path);
        RemoveLeftovers(name);
        var file = new StagedFile(name, Path.Combine(Address, $".{name}.{Guid.NewGuid():N}{AtomicFile.TemporarySuffix}"));
        _staged.Add(file);
        return file;
    });

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => Guard(
        "a list", () => Directory.Exists(path) ? Directory.GetFiles(path).Select(x => Path.GetFileName(x)) : []).ToAsyncEnumerable();

    public IInputFile Published(string name) => new LocalInputFile(Path.Combine(path, name));

    public Task RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
            Guard(name, () => File.Delete(Path.Combine(path, name)));
        return Task.CompletedTask;
    }

    public async Task PublishAsync(IReadOnlyList<StagedFile> files, IReadOnlyList<string> outdated, CancellationToken cancellationToken)
    {
        await RemoveAsync(outdated, cancellationToken);
        foreach (var file in files)
            Guard(file.Name, () => File.Move(file.TemporaryPath, Path.Combine(path, file.Name), overwrite: true));
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
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, its owner was faster, or it is another user's.
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
