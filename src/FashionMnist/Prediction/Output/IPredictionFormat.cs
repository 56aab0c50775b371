using System.Buffers;

namespace FashionMnist.Prediction.Output;

/// <summary>A text format for predictions. The fields are index, predicted, name, probability and expected, and file if the rows are files.</summary>
internal interface IPredictionFormat : IDisposable
{
    /// <summary>Writes what stands before the first prediction of a run.</summary>
    void WriteHeader(IBufferWriter<byte> output);

    /// <summary>Writes one prediction with its line end.</summary>
    void Write(IBufferWriter<byte> output, in Prediction prediction);
}
