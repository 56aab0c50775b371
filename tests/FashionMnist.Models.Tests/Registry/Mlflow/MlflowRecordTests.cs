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
