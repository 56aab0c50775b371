using FashionMnist.Models.Registry;
using FashionMnist.Models.Registry.Mlflow;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowRecordTests
{
    private static readonly MlflowRecord Promotion = new()
    {
        SchemaVersion = MlflowRecord.CurrentSchemaVersion,
        At = DateTimeOffset.UnixEpoch,
        Action = RegistryAction.Promoted,
        PackageId = First.Id,
        By = "alice",
    };

    [Fact]
    public void Is_read_as_it_was_written() => Assert.Equal(Promotion, MlflowRecord.Deserialize(Promotion.Serialize(), "ledger"));

    [Theory]
    [InlineData("x", 6000)]
    [InlineData("ä", 6000)]
    [InlineData("😀", 6000)]
    public void What_people_read_fits_a_tag_in_bytes_and_is_cut_between_characters(string text, int times)
    {
        var told = (Promotion with { Reason = string.Concat(Enumerable.Repeat(text, times)) }).Description;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(told), 4990, 5000);
        Assert.EndsWith($"{text}...", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Text_that_is_no_event_is_refused_in_one_line(string text) => AssertRefused("ledger: not a ledger event: ", text);

    [Fact]
    public void Another_schema_or_no_package_is_refused_with_what_it_says()
    {
        AssertRefused($"ledger: not a ledger event of schema 1: it says schema 9 and package {First.Id}", (Promotion with { SchemaVersion = 9 }).Serialize());
        AssertRefused("ledger: not a ledger event of schema 1: it says schema 1 and package abc", (Promotion with { PackageId = "abc" }).Serialize());
    }

    private static void AssertRefused(string message, string text)
    {
        var problem = Assert.Throws<FashionMnistException>(() => MlflowRecord.Deserialize(text, "ledger"));
        Assert.Equal(ExitCodes.Integrity, problem.ExitCode);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }
}
