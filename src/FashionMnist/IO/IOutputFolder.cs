namespace FashionMnist.IO;

/// <summary>Where results go. Nothing is seen under its final name before <see cref="PublishAsync"/>.</summary>
internal interface IOutputFolder : IDisposable
{
    /// <summary>The address users know the folder by.</summary>
    string Address { get; }

    /// <summary>Starts a file. It is thrown away with the folder object unless it is published.</summary>
    StagedFile Create(string name);

    /// <summary>Names of the files that lie there, in no order; none if there is no such folder yet.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>A file that lies there; nothing is opened yet.</summary>
    IInputFile Published(string name);

    /// <summary>Removes files; one that is not there is no error.</summary>
    Task RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>
    /// Puts files in their final places, one after the other in the order given, replacing what is there. First, what
    /// <paramref name="outdated"/> names is removed, one after the other as well, so that no old marker ever stands beside a new file.
    /// </summary>
    Task PublishAsync(IReadOnlyList<StagedFile> files, IReadOnlyList<string> outdated, CancellationToken cancellationToken);
}
