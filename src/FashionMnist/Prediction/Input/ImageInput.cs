using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input;

/// <summary>The images of a run, opened: which format, how many rows, and in the end which bytes were read.</summary>
/// <param name="reader">Reads the rows. Taken over.</param>
/// <param name="name">How messages call the input.</param>
/// <param name="sha256">Hashes what was read, whatever is left of it included.</param>
/// <param name="labelsSha256">The same for the labels, if they are a file of their own.</param>
/// <param name="listingSha256">Hash of the list of files, if it is a folder.</param>
/// <param name="rows">Rows of the whole input, if that is known before the end.</param>
internal sealed class ImageInput(
    IImageReader reader,
    string name,
    Func<CancellationToken, string> sha256,
    Func<CancellationToken, string>? labelsSha256 = null,
    string? listingSha256 = null,
    long? rows = null) : IDisposable
{
    private Task _reading = Task.CompletedTask;

    public IImageReader Reader => reader;

    public string Name => name;

    public string? ListingSha256 => listingSha256;

    /// <summary>Rows of the whole input, if that is known before the end.</summary>
    public long? Rows { get; } = rows ?? reader.Rows;

    /// <summary>Pictures that had to be converted; <see langword="null"/> for a format without.</summary>
    public PngImageReader? Pictures => reader as PngImageReader;

    /// <summary>Reads what nobody needed and hashes it.</summary>
    /// <returns>SHA-256 of the files as they are stored.</returns>
    public (string Images, string? Labels) Sha256(CancellationToken cancellationToken) =>
        (sha256(cancellationToken), labelsSha256?.Invoke(cancellationToken));

    /// <summary>Puts closing off until a reading is over: a run that failed does not wait for one that may hang.</summary>
    public void KeepOpenFor(Task reading) => _reading = reading;

    public void Dispose()
    {
        // A decompressor that is closed in the middle of a read brings the process down.
        if (_reading.IsCompleted)
            reader.Dispose();
        else
            _reading.ContinueWith(_ => reader.Dispose(), TaskScheduler.Default);
    }
}
