using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>A prefix of a bucket: files are built in a temporary folder of this machine and uploaded when they are complete.</summary>
internal sealed class S3OutputFolder : IOutputFolder
{
    private readonly S3Files _files;
    private readonly S3Address _address;
    private readonly string _staging;
    private readonly List<StagedFile> _staged = [];

    public S3OutputFolder(S3Files files, S3Address address)
    {
        (_files, _address) = (files, address);
        _staging = Guard(() => Directory.CreateTempSubdirectory("fashion-mnist-").FullName);
    }

    public string Address => $"{_address}";

    public StagedFile Create(string name)
    {
        var file = Guard(() => new StagedFile(name, Path.Combine(_staging, name)));
        _staged.Add(file);
        return file;
    }

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) =>
        _files.ListFolderAsync(_address, cancellationToken).Select(x => x.Location.Key[(x.Location.Key.LastIndexOf('/') + 1)..]);

    public IInputFile Published(string name) => new S3InputFile(_files, _address.Append(name));

    public Task RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        names,
        new ParallelOptions { MaxDegreeOfParallelism = S3InputFolder.Requests, CancellationToken = cancellationToken },
        async (name, stop) => await _files.DeleteAsync(_address.Append(name), stop));

    public async Task PublishAsync(IReadOnlyList<StagedFile> files, IReadOnlyList<string> outdated, CancellationToken cancellationToken)
    {
        foreach (var name in outdated)
            await RemoveAsync([name], cancellationToken);
        foreach (var file in files)
            await _files.WriteAsync(_address.Append(file.Name), file.Content(), cancellationToken);
    }

    public void Dispose()
    {
        _staged.ForEach(x => x.Dispose());
        Directory.Delete(_staging, recursive: true);
    }

    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FashionMnistException(
                ExitCodes.CannotWriteOutput,
                $"{Path.GetTempPath()}: cannot build results there: {e.Message}; set TMPDIR to a folder with room",
                e);
        }
    }
}
