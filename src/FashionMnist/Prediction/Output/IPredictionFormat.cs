using System.Buffers;

namespace FashionMnist.Prediction.Output;

/// <summary>A format for predictions. The fields are index, predicted, name, probability and expected, and those of <see cref="OutputFields"/>.</summary>
internal interface IPredictionFormat : IDisposable
{
    /// <summary>Whether parts of a run can be joined byte by byte; then only the first of them has a header.</summary>
    bool IsJoinable => true;

    /// <summary>Writes what stands before the first prediction.</summary>
    void WriteHeader(IBufferWriter<byte> output);

    /// <summary>Writes one prediction or keeps it for later.</summary>
    void Write(IBufferWriter<byte> output, in Prediction prediction);

    /// <summary>Writes what is left, and what stands behind the last prediction.</summary>
    void WriteFooter(IBufferWriter<byte> output)
    {
        // Most formats have none.
    }
}
