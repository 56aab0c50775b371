using FashionMnist.Build.Models;
using FashionMnist.Models;
using Nuke.Common.IO;

namespace FashionMnist.Build.Tests.Models;

public sealed class EvaluationScopeTests : IDisposable
{
    private const string Store = "fashion-mnist in s3://bucket/integration";
    private static readonly EvaluationScope Scope = new(new string('a', 64), new string('1', 40), Store, new string('c', 64));
    private readonly AbsolutePath _folder = Directory.CreateTempSubdirectory("scope-").FullName;

    public static TheoryData<string, string> Others => new()
    {
        { "commit", "for commit 111111111111, and this is 222222222222" },
        { "store", $"for {Store}, and this is fashion-mnist in s3://bucket/production" },
        { "champion", "for champion cccccccccccc, and now dddddddddddd is in production" },
        { "first champion", "for champion cccccccccccc, and now none is in production" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Others))]
    public void An_evaluation_for_something_else_delivers_nothing(string other, string problem)
    {
        var now = other switch
        {
            "commit" => Scope with { Commit = new string('2', 40) },
            "store" => Scope with { Store = "fashion-mnist in s3://bucket/production" },
            "champion" => Scope with { ChampionId = new string('d', 64) },
            _ => Scope with { ChampionId = null },
        };

        var failure = Assert.Throws<FashionMnistException>(() => Scope.Require(now));

        Assert.Equal(ExitCodes.Refused, failure.ExitCode);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_the_model_is_in_production_by_now_changes_nothing()
    {
        Scope.Require(Scope);
        Scope.Require(Scope with { ChampionId = Scope.PackageId });
    }

    [Fact]
    public void What_was_written_is_read_and_what_cannot_be_read_counts_as_none()
    {
        var file = _folder / "evaluated-for.json";
        Assert.Null(EvaluationScope.Read(file));
        Scope.Write(file);
        Assert.Equal(Scope, EvaluationScope.Read(file));
        File.WriteAllText(file, "{");
        Assert.Null(EvaluationScope.Read(file));
    }
}
