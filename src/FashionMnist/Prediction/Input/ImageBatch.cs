using FashionMnist.Data;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input;

/// <summary>
/// The rows of one call of the network, from reading to writing. A fixed number of these circulates, which bounds the memory.
/// Its edges are edges of the input's rows, rejected ones included, so that they do not depend on where a shard starts.
/// </summary>
/// <param name="capacity">Rows.</param>
/// <param name="kept">Values of the input that are passed on with each row.</param>
internal sealed class ImageBatch(int capacity, int kept = 0)
{
    /// <summary>Stands for a label that is not known.</summary>
    public const byte Unlabelled = byte.MaxValue;

    private readonly int[] _offsets = new int[capacity];
    private readonly byte[] _labels = new byte[capacity];
    private readonly string?[] _files = new string?[capacity];
    private readonly string?[] _kept = new string?[capacity * kept];

    /// <summary>uint8 [<see cref="Count"/>, 28, 28].</summary>
    public byte[] Images { get; } = new byte[capacity * ImageShape.Pixels];

    /// <summary>float32 [<see cref="Count"/>, 10], filled by inference.</summary>
    public float[] Probabilities { get; } = new float[capacity * LabelMap.Count];

    /// <summary>Rows set aside.</summary>
    public List<RejectedRow> Rejected { get; } = [];

    /// <summary>0-based row of the input at which the batch starts.</summary>
    public long Start { get; private set; }

    /// <summary>Rows taken from the input, usable or not.</summary>
    public int Rows { get; private set; }

    /// <summary>Usable rows.</summary>
    public int Count { get; private set; }

    /// <summary>Usable rows whose picture has a light background.</summary>
    public int LightBackgrounds { get; private set; }

    /// <summary>Usable rows whose picture was inverted.</summary>
    public int Inverted { get; private set; }

    /// <summary>Usable rows whose picture was scaled.</summary>
    public int Resized { get; private set; }

    /// <summary>Where the pixels of the next row go.</summary>
    public Span<byte> NextImage => Images.AsSpan(Count * ImageShape.Pixels, ImageShape.Pixels);

    /// <summary>Where the values of the next row go that are passed on.</summary>
    public Span<string?> NextKept => _kept.AsSpan(Count * kept, kept);

    /// <summary>Empties the batch for the rows from <paramref name="start"/> on.</summary>
    public void Reset(long start)
    {
        Start = start;
        Rows = Count = LightBackgrounds = Inverted = Resized = 0;
        Rejected.Clear();
    }

    /// <summary>Keeps the row whose pixels are in <see cref="NextImage"/>.</summary>
    public void Accept(byte label) => Accept(label, file: null, default);

    /// <summary>Keeps the row whose pixels are in <see cref="NextImage"/> and that is a file of its own.</summary>
    public void Accept(byte label, string? file, in PngTraits traits)
    {
        _labels[Count] = label;
        _files[Count] = file;
        _offsets[Count] = Rows++;
        Count++;
        LightBackgrounds += traits.LightBackground ? 1 : 0;
        Inverted += traits.Inverted ? 1 : 0;
        Resized += traits.Resized ? 1 : 0;
    }

    /// <summary>Sets a row aside.</summary>
    public void Reject(RejectedRow row)
    {
        Rejected.Add(row);
        Rows++;
    }

    /// <summary>0-based row of the input of a usable row.</summary>
    public long IndexOf(int item) => Start + _offsets[item];

    /// <summary>True label of a usable row or <see cref="Unlabelled"/>.</summary>
    public byte LabelOf(int item) => _labels[item];

    /// <summary>Name of the file of a usable row; <see langword="null"/> if the rows are not files.</summary>
    public string? FileOf(int item) => _files[item];

    /// <summary>The 784 pixels of a usable row.</summary>
    public ReadOnlySpan<byte> ImageOf(int item) => Images.AsSpan(item * ImageShape.Pixels, ImageShape.Pixels);

    /// <summary>The ten probabilities of a usable row.</summary>
    public ReadOnlyMemory<float> ProbabilitiesOf(int item) => Probabilities.AsMemory(item * LabelMap.Count, LabelMap.Count);

    /// <summary>The values of a usable row that are passed on.</summary>
    public ReadOnlyMemory<string?> KeptOf(int item) => _kept.AsMemory(item * kept, kept);
}
