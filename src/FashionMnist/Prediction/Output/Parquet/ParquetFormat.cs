using System.Buffers;
using Parquet;

namespace FashionMnist.Prediction.Output.Parquet;

/// <summary>
/// Apache Parquet, compressed with Snappy, in row groups of 65,536 rows. The bytes are a function of the rows and of the library's version,
/// so a retry gives the same file. A file is whole only with its end, so the parts of a run stay files of their own.
/// </summary>
/// <param name="fields">Columns that not every run has.</param>
internal sealed class ParquetFormat(OutputFields fields) : IPredictionFormat
{
    /// <summary>Rows that are held in memory until they are written.</summary>
    public const int RowGroupRows = 65_536;

    private readonly PredictionColumns _columns = new(fields);
    private ParquetWriter? _writer;

    public bool IsJoinable => false;

    // Nothing waits: the stream below is memory.
    public void WriteHeader(IBufferWriter<byte> output) => _writer = ParquetWriter.CreateAsync(
        _columns.Schema,
        new BufferWriterStream(output),
        new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }).GetAwaiter().GetResult();

    public void Write(IBufferWriter<byte> output, in Prediction prediction)
    {
        _columns.Add(prediction);
        if (_columns.Count == RowGroupRows)
            WriteRows();
    }

    public void WriteFooter(IBufferWriter<byte> output)
    {
        if (_columns.Count > 0)
            WriteRows();
        _writer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        // The writer's own disposal writes the end of the file, which a failed run must not have.
    }

    private void WriteRows() => _columns.WriteAsync(_writer!).GetAwaiter().GetResult();
}
