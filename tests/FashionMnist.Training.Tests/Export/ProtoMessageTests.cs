using FashionMnist.Training.Export;

namespace FashionMnist.Training.Tests.Export;

/// <summary>Against the bytes in the documentation of the wire format (protobuf.dev/programming-guides/encoding).</summary>
public sealed class ProtoMessageTests
{
    [Fact]
    public void Writes_integers_as_varints() => Assert.Equal("089601", Hex(new ProtoMessage().Add(1, 150)));

    [Fact]
    public void Writes_negative_integers_in_ten_bytes() => Assert.Equal("08FEFFFFFFFFFFFFFFFF01", Hex(new ProtoMessage().Add(1, -2)));

    [Fact]
    public void Writes_texts_with_their_length() => Assert.Equal("120774657374696E67", Hex(new ProtoMessage().Add(2, "testing")));

    [Fact]
    public void Writes_messages_with_their_length() => Assert.Equal("1A03089601", Hex(new ProtoMessage().Add(3, new ProtoMessage().Add(1, 150))));

    [Fact]
    public void Writes_repeated_fields_one_by_one() => Assert.Equal("080108020803", Hex(new ProtoMessage().Add(1, new long[] { 1, 2, 3 })));

    [Fact]
    public void Writes_bytes_as_they_are() => Assert.Equal("4A03FF0001", Hex(new ProtoMessage().Add(9, new byte[] { 255, 0, 1 }.AsMemory())));

    private static string Hex(ProtoMessage message) => Convert.ToHexString(message.ToArray());
}
