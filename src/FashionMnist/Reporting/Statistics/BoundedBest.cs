namespace FashionMnist.Reporting.Statistics;

/// <summary>Keeps the items with the highest rank of any number of them, in bounded memory. Of equal ranks the lower index stays.</summary>
/// <param name="capacity">How many to keep.</param>
internal sealed class BoundedBest<T>(int capacity)
{
    // The item that goes next is on top.
    private readonly PriorityQueue<T, (float Rank, long Index)> _kept = new(capacity + 1, Comparer<(float Rank, long Index)>.Create(
        (x, y) => x.Rank != y.Rank ? x.Rank.CompareTo(y.Rank) : y.Index.CompareTo(x.Index)));

    /// <summary>The kept items, best first.</summary>
    public IReadOnlyList<T> Items =>
        [.. _kept.UnorderedItems.OrderByDescending(x => x.Priority.Rank).ThenBy(x => x.Priority.Index).Select(x => x.Element)];

    /// <summary>Whether an item would be kept; spares making those that would not.</summary>
    public bool Takes(float rank, long index) => _kept.Count < capacity
        || (_kept.TryPeek(out _, out var worst) && (rank > worst.Rank || (rank == worst.Rank && index < worst.Index)));

    /// <summary>Adds an item that <see cref="Takes"/> took.</summary>
    public void Add(T item, float rank, long index)
    {
        _kept.Enqueue(item, (rank, index));
        if (_kept.Count > capacity)
            _kept.Dequeue();
    }
}
