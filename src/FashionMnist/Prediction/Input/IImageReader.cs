namespace FashionMnist.Prediction.Input;

/// <summary>Reads images row by row, forward only.</summary>
internal interface IImageReader : IDisposable
{
    /// <summary>Rows of the whole input, if that is known without reading it.</summary>
    long? Rows { get; }

    /// <summary>Whether each row is a file of its own.</summary>
    bool NamesFiles => false;

    /// <summary>Passes over rows, usable or not.</summary>
    /// <returns>How many there were; fewer than asked for only at the end of the input.</returns>
    long Skip(long rows, CancellationToken cancellationToken);

    /// <summary>Adds rows to a batch until it has <paramref name="limit"/>; adds none at the end of the input.</summary>
    /// <exception cref="Models.FashionMnistException">If the file is damaged in a way that no single row can be blamed for.</exception>
    void Read(ImageBatch batch, int limit);
}
