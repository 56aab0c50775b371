using FashionMnist.Data;

namespace FashionMnist.Testing.TinyModel;

/// <summary>Networks with the signature that is asked for, which do harm or fail.</summary>
public static class HostileOnnx
{
    private const int BoolElements = 9;
    private const int Int64Elements = 7;
    private const int GraphAttribute = 5;
    private const int External = 1;

    /// <summary>Its probabilities lie in a file beside it.</summary>
    public static byte[] ExternalData() => Model(x => x
        .Message(1, Node("Cast", [TinyOnnx.Input], "numbers").Message(5, IntAttribute("to", TinyOnnx.FloatElements)))
        .Message(5, new ProtobufMessage()
            .Number(1, LabelMap.Count)
            .Number(2, TinyOnnx.FloatElements)
            .Text(8, "weights")
            .Message(13, new ProtobufMessage().Text(1, "location").Text(2, "secret.bin"))
            .Number(14, External)));

    /// <summary>One of its nodes is of an operator that nobody knows.</summary>
    public static byte[] CustomOperator() => Model(x => x.Message(1, Node("Steal", [TinyOnnx.Input], TinyOnnx.Output).Text(7, "evil.example")));

    /// <summary>Graphs in the attributes of each other's nodes.</summary>
    public static byte[] Nested(int levels)
    {
        var graph = new ProtobufMessage();
        for (var i = 0; i < levels; i++)
            graph = new ProtobufMessage().Message(1, new ProtobufMessage().Message(5, new ProtobufMessage().Message(6, graph)));
        return new ProtobufMessage().Message(7, graph).ToArray();
    }

    /// <summary>It looks an image that is not black up in a table that is too short, which shows only when it runs.</summary>
    public static byte[] Failing() => Model(x => x
        .Message(1, Node("ReduceMax", ["rows"], "most").Message(5, Ints("axes", 1)).Message(5, IntAttribute("keepdims", 0)))
        .Message(1, Node("Cast", ["most"], "places").Message(5, IntAttribute("to", Int64Elements)))
        .Message(1, Node("Gather", ["bias", "places"], TinyOnnx.Output).Message(5, IntAttribute("axis", 0)))
        .Message(5, Floats("bias", [1, LabelMap.Count])));

    /// <summary>Its rows are all zeros.</summary>
    public static byte[] Zeros() => Model(x => x
        .Message(1, Node("ReduceMax", ["rows"], "most").Message(5, Ints("axes", 1)).Message(5, IntAttribute("keepdims", 1)))
        .Message(1, Node("Mul", ["most", "bias"], TinyOnnx.Output))
        .Message(5, Floats("bias", [1, LabelMap.Count])));

    /// <summary>It goes round in a loop that does not end.</summary>
    public static byte[] Endless()
    {
        var body = new ProtobufMessage()
            .Message(1, Node("Identity", ["go"], "goes"))
            .Message(1, Node("Add", ["value", "bias"], "next"))
            .Text(2, "body")
            .Message(11, Value("turn", Int64Elements))
            .Message(11, Value("go", BoolElements))
            .Message(11, Value("value", TinyOnnx.FloatElements))
            .Message(12, Value("goes", BoolElements))
            .Message(12, Value("next", TinyOnnx.FloatElements));
        return Model(x => x
            .Message(1, Node("ReduceMax", ["rows"], "most").Message(5, Ints("axes", 1)).Message(5, IntAttribute("keepdims", 1)))
            .Message(1, Node("Mul", ["most", "bias"], "start"))
            .Message(1, Node("Loop", ["turns", "always", "start"], TinyOnnx.Output)
                .Message(5, new ProtobufMessage().Text(1, "body").Message(6, body).Number(20, GraphAttribute)))
            .Message(5, Floats("bias", [1, LabelMap.Count]))
            .Message(5, new ProtobufMessage().Number(2, Int64Elements).Text(8, "turns").Bytes(9, BitConverter.GetBytes(long.MaxValue)))
            .Message(5, new ProtobufMessage().Number(2, BoolElements).Text(8, "always").Bytes(9, [1])));
    }

    private static byte[] Model(Func<ProtobufMessage, ProtobufMessage> nodes)
    {
        var graph = new ProtobufMessage()
            .Message(1, Node("Cast", [TinyOnnx.Input], "pixels").Message(5, IntAttribute("to", TinyOnnx.FloatElements)))
            .Message(1, Node("Flatten", ["pixels"], "rows").Message(5, IntAttribute("axis", 1)));
        graph = nodes(graph)
            .Text(2, "hostile")
            .Message(11, TinyOnnx.ValueInfo(TinyOnnx.Input, TinyOnnx.ByteElements, ImageShape.Height, ImageShape.Width))
            .Message(12, TinyOnnx.ValueInfo(TinyOnnx.Output, TinyOnnx.FloatElements, LabelMap.Count));
        return new ProtobufMessage()
            .Number(1, 8)
            .Message(7, graph)
            .Message(8, new ProtobufMessage().Text(1, "").Number(2, TinyOnnx.Opset))
            .ToArray();
    }

    private static ProtobufMessage Floats(string name, int[] shape)
    {
        var tensor = new ProtobufMessage();
        foreach (var side in shape)
            tensor.Number(1, side);
        return tensor.Number(2, TinyOnnx.FloatElements).Text(8, name).Bytes(9, new byte[shape.Aggregate(sizeof(float), (x, y) => x * y)]);
    }

    private static ProtobufMessage Value(string name, int type) => new ProtobufMessage()
        .Text(1, name)
        .Message(2, new ProtobufMessage().Message(1, new ProtobufMessage().Number(1, type)));

    private static ProtobufMessage Node(string type, string[] inputs, string output) => TinyOnnx.Node(type, inputs, output);

    private static ProtobufMessage IntAttribute(string name, long value) => TinyOnnx.IntAttribute(name, value);

    private static ProtobufMessage Ints(string name, long value) => new ProtobufMessage().Text(1, name).Number(8, value).Number(20, 7);
}
