using System.Buffers;
using System.Text.Json;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Output;

/// <summary>JSON Lines: one object a line, the expected label <c>null</c> if it is not known.</summary>
/// <param name="fields">Fields that not every run has.</param>
internal sealed class JsonLinesFormat(OutputFields fields) : IPredictionFormat
{
    private static readonly JsonEncodedText Index = JsonEncodedText.Encode(FieldNames.Index);
    private static readonly JsonEncodedText Predicted = JsonEncodedText.Encode(FieldNames.Predicted);
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode(FieldNames.Name);
    private static readonly JsonEncodedText Probability = JsonEncodedText.Encode(FieldNames.Probability);
    private static readonly JsonEncodedText Expected = JsonEncodedText.Encode(FieldNames.Expected);
    private static readonly JsonEncodedText Probabilities = JsonEncodedText.Encode(FieldNames.Probabilities);
    private static readonly JsonEncodedText File = JsonEncodedText.Encode(FieldNames.File);
    private static readonly JsonEncodedText[] Names = [.. LabelMap.Names.Select(x => JsonEncodedText.Encode(x))];

    private readonly Utf8JsonWriter _json = new(Stream.Null);

    public void WriteHeader(IBufferWriter<byte> output)
    {
        // The format has none.
    }

    public void Write(IBufferWriter<byte> output, in Prediction prediction)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber(Index, prediction.Index);
        _json.WriteNumber(Predicted, prediction.Label);
        _json.WriteString(Name, Names[prediction.Label]);
        _json.WriteNumber(Probability, prediction.Probability);
        if (prediction.Expected is { } expected)
            _json.WriteNumber(Expected, expected);
        else
            _json.WriteNull(Expected);
        if (fields.Probabilities)
        {
            _json.WriteStartArray(Probabilities);
            foreach (var probability in prediction.Probabilities.Span)
                _json.WriteNumberValue(probability);
            _json.WriteEndArray();
        }

        if (fields.Files)
            _json.WriteString(File, prediction.File);
        for (var i = 0; i < fields.Kept.Count; i++)
            _json.WriteString(fields.Kept[i], prediction.Kept.Span[i]);
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }

    public void Dispose() => _json.Dispose();
}
