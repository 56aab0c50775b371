using System.Collections.Frozen;

namespace FashionMnist.Data;

/// <summary>The ten classes of Fashion-MNIST in the order of their labels (Xiao et al. 2017, arXiv 1708.07747, table 2).</summary>
public static class LabelMap
{
    /// <summary>Number of classes.</summary>
    public const int Count = 10;

    private static readonly string[] NamesByLabel =
    [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ];

    private static readonly FrozenDictionary<string, int> LabelsByName =
        NamesByLabel.Select((name, label) => (name, label)).ToFrozenDictionary(x => x.name, x => x.label, StringComparer.Ordinal);

    /// <summary>The labels, 0 to 9.</summary>
    public static IEnumerable<int> Labels => Enumerable.Range(0, Count);

    /// <summary>The names, label 0 first.</summary>
    public static IReadOnlyList<string> Names => NamesByLabel;

    /// <summary>Whether <paramref name="label"/> is one of the ten.</summary>
    public static bool Contains(int label) => label is >= 0 and < Count;

    /// <summary>The name of a label.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label is not 0 to 9.</exception>
    public static string NameOf(int label) => Contains(label)
        ? NamesByLabel[label]
        : throw new ArgumentOutOfRangeException(nameof(label), label, $"Labels are 0 to {Count - 1}.");

    /// <summary>The label of a name, written exactly as in <see cref="Names"/>.</summary>
    public static bool TryGetLabel(string name, out int label) => LabelsByName.TryGetValue(name, out label);
}
