using System.Buffers;
using System.Text.Json;
using FashionMnist.Prediction.Input;

namespace FashionMnist.Prediction.Output;

/// <summary>JSON Lines of rejected rows with the fields file, row and reason.</summary>
internal static class RejectsFormat
{
    public static void Write(IBufferWriter<byte> output, in RejectedRow row)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("file", row.File);
            json.WriteNumber("row", row.Row);
            json.WriteString("reason", row.Reason);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
