using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FashionMnist.Data;
using FashionMnist.Prediction.Output;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Output;

public class FormatTests
{
    [Fact]
    public void Csv_has_a_header_and_leaves_an_unknown_label_empty() => Assert.Equal(
        "index,predicted,name,probability,expected\n0,0,T-shirt/top,0.5,\n12345678901,9,Ankle boot,1E-05,3\n",
        Text(new CsvFormat(new OutputFields(false, false, [])), new(0, 0, 0.5f, null), new(12_345_678_901, 9, 1e-5f, 3)));

    [Fact]
    public void Json_lines_have_no_header_and_null_for_an_unknown_label() => Assert.Equal(
        """
        {"index":0,"predicted":0,"name":"T-shirt/top","probability":0.5,"expected":null}
        {"index":12345678901,"predicted":9,"name":"Ankle boot","probability":1E-05,"expected":3}

        """,
        Text(new JsonLinesFormat(new OutputFields(false, false, [])), new(0, 0, 0.5f, null), new(12_345_678_901, 9, 1e-5f, 3)));

    [Property(MaxTest = 300)]
    public void Every_prediction_reads_back_as_it_was(ulong index, byte label, uint bits, byte expected)
    {
        var probability = BitConverter.UInt32BitsToSingle(bits);
        var prediction = new FashionMnist.Prediction.Output.Prediction(
            (long)(index >> 1),
            (byte)(label % LabelMap.Count),
            float.IsFinite(probability) ? probability : 0.25f,
            expected % 2 == 0 ? null : (byte)(expected % LabelMap.Count));

        var fields = Text(new CsvFormat(new OutputFields(false, false, [])), prediction).Split('\n')[1].Split(',');
        Assert.Equal($"{prediction.Index}", fields[0]);
        Assert.Equal($"{prediction.Label}", fields[1]);
        Assert.Equal(LabelMap.NameOf(prediction.Label), fields[2]);
        Assert.Equal(prediction.Probability, float.Parse(fields[3], CultureInfo.InvariantCulture));
        Assert.Equal($"{prediction.Expected}", fields[4]);

        var json = JsonDocument.Parse(Text(new JsonLinesFormat(new OutputFields(false, false, [])), prediction)).RootElement;
        Assert.Equal(prediction.Index, json.GetProperty("index").GetInt64());
        Assert.Equal(prediction.Probability, json.GetProperty("probability").GetSingle());
        Assert.Equal(prediction.Expected, json.GetProperty("expected").Deserialize<byte?>());
    }

    private static string Text(IPredictionFormat format, params FashionMnist.Prediction.Output.Prediction[] predictions)
    {
        using var _ = format;
        var output = new ArrayBufferWriter<byte>();
        format.WriteHeader(output);
        foreach (var prediction in predictions)
            format.Write(output, prediction);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
