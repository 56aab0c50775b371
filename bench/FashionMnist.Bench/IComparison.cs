namespace FashionMnist.Bench;

/// <summary>Measures one thing against another, or against a limit, in one run.</summary>
internal interface IComparison
{
    /// <summary>Short name, for <c>--only</c> and the table.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    /// <exception cref="NotHereException">Something it needs is not installed.</exception>
    Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken);
}

/// <summary>A comparison cannot be made on this machine; the message says what is missing.</summary>
internal sealed class NotHereException(string message) : Exception(message);
