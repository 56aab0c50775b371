using System.Text;
using FashionMnist.Prediction;
using FashionMnist.Reporting;

namespace FashionMnist.Tests.Reporting;

public sealed class PageTests
{
    private const string Update = "FASHION_MNIST_UPDATE_GOLDEN";
    private const string Hostile = "\"><script>alert('x')</script>";

    [Fact]
    public Task The_report_of_an_evaluation_is_as_agreed() =>
        AssertGolden("evaluation.golden.html", Page(SampleFacts.Evaluation()));

    [Fact]
    public Task The_report_of_a_run_is_as_agreed() => AssertGolden("predictions.golden.html", Encoding.UTF8.GetString(SampleFacts.Predictions()));

    [Fact]
    public void The_same_facts_give_the_same_bytes() =>
        Assert.Equal(EvaluationPage.Render(SampleFacts.Evaluation()), EvaluationPage.Render(SampleFacts.Evaluation()));

    [Fact]
    public void Names_reasons_and_branches_of_others_stay_text()
    {
        var facts = SampleFacts.Evaluation();
        var page = Page(facts with
        {
            Evaluation = facts.Evaluation with { Reason = Hostile },
            Dataset = facts.Dataset with { Name = Hostile, Source = Hostile },
            Model = facts.Model with
            {
                Name = Hostile,
                Source = facts.Model.Source with { Commit = Hostile },
                Packages = new Dictionary<string, string> { [Hostile] = Hostile },
            },
        });
        AssertHarmless(page, atLeast: 7);
        AssertHarmless(Encoding.UTF8.GetString(SampleFacts.Predictions($"/data/{Hostile}", Hostile)), atLeast: 3);
    }

    [Fact]
    public void A_refusal_says_so_and_why()
    {
        var facts = SampleFacts.Evaluation();
        var page = Page(facts with { Evaluation = facts.Evaluation with { Passed = false, Reason = "accuracy is too low" } });

        Assert.Contains("<title>Refused: evaluation of fashion-mnist", page, StringComparison.Ordinal);
        Assert.Contains("Accuracy is too low.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Passed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Synthetic_data_is_said_loudly_and_real_data_is_not_called_so()
    {
        var facts = SampleFacts.Evaluation();
        var synthetic = Page(facts with { Dataset = facts.Dataset with { Synthetic = true } });

        Assert.Contains("SYNTHETIC DATA", synthetic, StringComparison.Ordinal);
        Assert.DoesNotContain("SYNTHETIC", Page(facts), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_a_part_says_that_it_is_one() => Assert.Contains(
        "Predictions, part 2 of 3 only", Encoding.UTF8.GetString(SampleFacts.Predictions(shard: new Shard(2, 3))), StringComparison.Ordinal);

    [Fact]
    public void Without_a_champion_nothing_is_compared()
    {
        var facts = SampleFacts.Evaluation();
        var page = Page(facts with { Evaluation = facts.Evaluation with { Comparison = null, ChampionId = null, ChampionAccuracy = null } });

        Assert.Contains("No model is in production yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Newcombe", page, StringComparison.Ordinal);
    }

    private static string Page(EvaluationFacts facts) => Encoding.UTF8.GetString(EvaluationPage.Render(facts));

    private static void AssertHarmless(string page, int atLeast)
    {
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert('x')", page, StringComparison.Ordinal);
        Assert.True(page.Split("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;").Length > atLeast, "the hostile text is not shown everywhere");
    }

    private static async Task AssertGolden(string name, string page)
    {
        // The version of this software changes with every commit, the style is no text.
        var text = page[..page.IndexOf("<style>", StringComparison.Ordinal)] + page[(page.IndexOf("</style>", StringComparison.Ordinal) + "</style>".Length)..];
        text = text.Replace(Software.Version, "(version)", StringComparison.Ordinal);
        text = System.Text.RegularExpressions.Regex.Replace(text, "sha256-[A-Za-z0-9+/=]+", "sha256-(style)");
        // Set to the folder of the golden files it writes them anew.
        if (Environment.GetEnvironmentVariable(Update) is { } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Reporting", name)), text);
    }
}
