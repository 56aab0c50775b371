using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Sealing;

/// <summary>Files whose seal does not fit, and files whose seal fits although the rest is wrong: whoever can write can also seal.</summary>
public sealed class SealedJsonTests
{
    private const string Mark = "\"seal\": \"";
    private static readonly SealedJson Format = new("seal", "thing");
    private static readonly string Zeros = new('0', 64);

    [Fact]
    public void A_sealed_object_opens_without_its_seal_and_ends_its_last_line()
    {
        var bytes = Format.Seal(new JsonObject { ["a"] = 1 });

        Assert.Equal("""{"a":1}""", Format.Open(bytes, "x").ToJsonString());
        Assert.Matches("\"a\": 1,\n  \"seal\": \"[0-9a-f]{64}\"\n}\n$", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Names_what_a_file_without_seal_has_instead()
    {
        var bytes = "{}"u8.ToArray();
        Assert.Equal(
            $"x: the thing is damaged: expected the seal seal, which is not there; actual SHA-256 of the file {Hash(bytes)}", Refusal(bytes));
    }

    [Fact]
    public void A_long_file_without_seal_has_none_either() => Assert.StartsWith(
        "x: the thing is damaged: expected the seal seal, which is not there", Refusal(Encoding.ASCII.GetBytes(new string(' ', 200))), StringComparison.Ordinal);

    [Fact]
    public void A_cause_of_several_lines_is_told_in_one() => Assert.Equal(
        "x: not a thing: one two", Format.Malformed("x", new FormatException("one\ntwo")).Message);

    [Fact]
    public void A_seal_that_is_cut_off_is_none()
    {
        var bytes = Encoding.ASCII.GetBytes("{" + Mark + Zeros[1..]);
        Assert.StartsWith("x: the thing is damaged: expected the seal seal, which is not there", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_a_wrong_seal_without_what_a_terminal_obeys()
    {
        var bytes = Format.Seal([]);
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Mark)) + Mark.Length;
        (bytes[at], bytes[at + 1]) = (0x1b, (byte)'Z');
        var rest = Encoding.ASCII.GetString(bytes, at + 2, 62);

        Assert.StartsWith($"x: the thing is damaged: expected SHA-256 ?Z{rest}, actual ", Refusal(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"a\": 1, \"a\": 2, " + Mark + "@\" }")]
    [InlineData("[ 1 ] " + Mark + "@\"")]
    [InlineData(Mark + "@\"")]
    [InlineData("{ " + Mark + "@")]
    [InlineData("[ " + Mark + "@\"]")]
    public void What_is_no_object_is_refused_although_the_seal_fits(string text) =>
        Assert.StartsWith("x: not a thing: ", Refusal(Sealed(text)), StringComparison.Ordinal);

    [Fact]
    public void The_last_seal_of_a_file_counts()
    {
        var bytes = Sealed("{ \"inner\": { " + Mark + "x\" }, " + Mark + "@\" }");
        Assert.Equal("""{"inner":{"seal":"x"}}""", Format.Open(bytes, "x").ToJsonString());
    }

    [Fact]
    public void A_manifest_of_another_schema_is_refused_by_its_number() =>
        AssertManifest("m: manifest schema 99 is not known; this software reads schema 1", new JsonObject { ["schemaVersion"] = 99 });

    [Fact]
    public void A_manifest_with_values_of_another_kind_is_not_a_manifest()
    {
        AssertManifest("m: not a manifest: ", new JsonObject { ["schemaVersion"] = "one" });
        AssertManifest("m: not a manifest: ", new JsonObject { ["schemaVersion"] = 1, ["name"] = 7 });
    }

    [Fact]
    public void A_manifest_carries_its_seal_by_name() => Assert.Matches(
        "\"manifestSha256\": \"[0-9a-f]{64}\"\n}\n$", Encoding.UTF8.GetString(TestPackages.Create(1).ManifestBytes));

    [Fact]
    public void A_pointer_of_another_schema_is_refused_by_its_number() =>
        AssertPointer("p: pointer schema 99 is not known; this software reads schema 1", new JsonObject { ["schemaVersion"] = 99 });

    [Fact]
    public void A_pointer_with_values_of_another_kind_is_not_a_pointer()
    {
        AssertPointer("p: not a production pointer: ", new JsonObject { ["schemaVersion"] = "one" });
        AssertPointer("p: not a production pointer: ", new JsonObject { ["schemaVersion"] = 1, ["model"] = 7 });
    }

    [Fact]
    public void A_pointer_without_seal_is_named_so()
    {
        var problem = Assert.Throws<FashionMnistException>(() => PointerSerializer.Deserialize("{}"u8, "p"));
        Assert.StartsWith("p: the production pointer is damaged: expected the seal pointerSha256, ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_whose_network_is_longer_than_its_manifest_says_is_refused()
    {
        var problem = Assert.Throws<FashionMnistException>(
            () => TestPackages.Create(1, x => x with { Onnx = x.Onnx with { Bytes = 4095 } }));

        Assert.Equal(
            (ExitCodes.Integrity, "test package 1/model.onnx: expected 4095 bytes as model.json says, actual 4096"), (problem.ExitCode, problem.Message));
    }

    private static void AssertManifest(string message, JsonObject content)
    {
        var bytes = new SealedJson("manifestSha256", "").Seal(content);
        AssertRefused(message, Assert.Throws<FashionMnistException>(() => ManifestSerializer.Deserialize(bytes, "m")));
    }

    private static void AssertPointer(string message, JsonObject content)
    {
        var bytes = new SealedJson("pointerSha256", "").Seal(content);
        AssertRefused(message, Assert.Throws<FashionMnistException>(() => PointerSerializer.Deserialize(bytes, "p")));
    }

    private static void AssertRefused(string message, FashionMnistException problem)
    {
        Assert.Equal(ExitCodes.Integrity, problem.ExitCode);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    private static string Refusal(byte[] bytes)
    {
        var problem = Assert.Throws<FashionMnistException>(() => Format.Open(bytes, "x"));
        Assert.Equal(ExitCodes.Integrity, problem.ExitCode);
        Assert.DoesNotContain('\n', problem.Message);
        return problem.Message;
    }

    /// <summary>Puts the seal that fits in the place of the @.</summary>
    private static byte[] Sealed(string text) => Encoding.ASCII.GetBytes(
        text.Replace("@", Hash(Encoding.ASCII.GetBytes(text.Replace("@", Zeros, StringComparison.Ordinal))), StringComparison.Ordinal));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
