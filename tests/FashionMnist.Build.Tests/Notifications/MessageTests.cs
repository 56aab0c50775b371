using System.Text;
using System.Text.Json;
using FashionMnist.Build.Notifications;
using FsCheck.Xunit;

namespace FashionMnist.Build.Tests.Notifications;

public sealed class MessageTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private static readonly BuildFacts Facts = new(
        "team/fashion", "master", new string('c', 40), "Ada & Co", "model #17", new Uri("http://jenkins.invalid/job/model/17/"), new Uri("http://jenkins.invalid/job/model/17/testReport/"));

    private static readonly BuildReport Report = new("run", "CheckData", "train: labels: 3 > 0", ["A.one", "A.two", "A.three", "A.four", "A.five", "A.six"], 65);

    [Fact]
    public void A_failure_tells_what_somebody_on_call_needs()
    {
        var text = SlackLimits.Check(Failed().AsJson());

        Assert.Equal(
            """
            team/fashion: build failed
            team/fashion: build failed
            <!here> <@U012ABC>
            *Target*
            CheckData
            *Branch*
            master
            *Commit*
            cccccccccccc by Ada &amp; Co
            *Build*
            model #17
            *Duration*
            1:02:03
            *First error*
            ```train: labels: 3 &gt; 0```
            *Failed tests*
            • A.one
            • A.two
            • A.three
            • A.four
            • A.five
            and 1 more
            <http://jenkins.invalid/job/model/17/|Build> · <http://jenkins.invalid/job/model/17/testReport/|Test report>
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void A_stopped_build_names_its_target_and_who_stopped_it_and_an_unstable_one_says_so()
    {
        var stopped = new BuildMessage(BuildOutcome.Aborted, Facts, Report, TimeSpan.Zero) { StoppedBy = "Aborted by <!here>" };

        Assert.Equal(("Target", "CheckData"), stopped.Fields[0]);
        Assert.Contains("*Stopped*\nAborted by &lt;!here&gt;", SlackLimits.Check(SlackMessages.Of(stopped, null).AsJson()), StringComparison.Ordinal);
        Assert.Contains("Aborted by", TeamsCard.Of(stopped, null), StringComparison.Ordinal);
        Assert.Equal("team/fashion: build is unstable", new BuildMessage(BuildOutcome.Unstable, Facts, null, TimeSpan.Zero).Title);
    }

    [Fact]
    public void A_recovery_calls_nobody_and_has_no_error()
    {
        var text = SlackLimits.Check(SlackMessages.Of(new BuildMessage(BuildOutcome.Recovered, Facts, Report, TimeSpan.Zero), "here").AsJson());

        Assert.StartsWith("team/fashion: build is good again", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<!here>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("error", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_calls_nobody()
    {
        var facts = Facts with { Branch = "<!channel> <@U012ABC> @here", Author = "<!everyone>", Repository = "<!here>" };
        var report = Report with { Error = "``` <!channel>", FailedTests = ["<!subteam^S1>"] };

        var blocks = JsonDocument.Parse(SlackMessages.Of(new BuildMessage(BuildOutcome.Failed, facts, report, TimeSpan.Zero), null).AsJson()).RootElement.GetProperty("blocks");

        // The header is plain text, which Slack shows as it is.
        var marked = string.Concat(blocks.EnumerateArray().Skip(1).Select(x => x.GetRawText()));
        Assert.DoesNotContain("<!", marked, StringComparison.Ordinal);
        Assert.DoesNotContain("<@", marked, StringComparison.Ordinal);
        Assert.Contains("&lt;!channel&gt;", marked, StringComparison.Ordinal);
    }

    [Property(MaxTest = 200)]
    public void Any_text_keeps_the_limits_of_Slack_and_Teams(string? branch, string? error, string?[] tests, byte longer)
    {
        var repeat = string.Concat(Enumerable.Repeat("<&>*_`😀x", longer * 8));
        var facts = Facts with { Branch = branch + repeat, Author = error + repeat, Repository = "r" + branch + repeat, Build = repeat };
        var report = new BuildReport("run", "T" + repeat, error + repeat, [.. tests.Select(x => "t" + x + repeat)], null);
        var message = new BuildMessage(BuildOutcome.Failed, facts, report, TimeSpan.FromSeconds(1));

        SlackLimits.Check(SlackMessages.Of(message, "here").AsJson());

        Assert.InRange(Encoding.UTF8.GetByteCount(TeamsCard.Of(message, "ada@example.org")), 1, TeamsCard.SizeLimit);
    }

    [Fact]
    public void A_card_is_what_a_workflow_of_Teams_takes()
    {
        var golden = Path.Combine(Sources.Tests, "Notifications", "card.golden.json");
        var card = JsonSerializer.Serialize(
            JsonDocument.Parse(TeamsCard.Of(new BuildMessage(BuildOutcome.Failed, Facts, Report, TimeSpan.FromSeconds(75)), "ada@example.org")).RootElement,
            Indented) + "\n";
        if (Sources.Accepts)
            File.WriteAllText(golden, card);

        Assert.Equal(File.ReadAllText(golden), card);
    }

    [Theory]
    [InlineData(@"a [link](http://x) *b* _c_ <at>d</at>", @"a \[link\]\(http://x\) \*b\* \_c\_ \<at\>d\</at\>")]
    public void Text_of_a_card_means_nothing_to_Markdown(string text, string escaped) => Assert.Equal(escaped, TeamsCard.Escape(text, 100));

    [Theory]
    [InlineData("https://user:token@github.com/team/fashion.git", "team/fashion")]
    [InlineData("git@github.com:team/fashion.git", "team/fashion")]
    [InlineData("ssh://git@host:2222/team/fashion", "team/fashion")]
    [InlineData("https://token@host/fashion", "fashion")]
    [InlineData(null, null)]
    public void A_repository_is_named_without_what_opens_it(string? origin, string? name) => Assert.Equal(name, BuildFacts.RepositoryOf(origin));

    [Theory]
    [InlineData("0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789")]
    [InlineData("master; reboot", "unknown")]
    public void On_Jenkins_the_commit_is_the_one_that_was_asked_for_whatever_the_workspace_holds(string asked, string told)
    {
        var variables = new Dictionary<string, string> { ["BUILD_URL"] = "http://jenkins.invalid/job/model/3/", ["COMMIT"] = asked };
        Assert.Equal(told, BuildFacts.Find(Nuke.Common.IO.AbsolutePath.Create(Sources.Root), variables.GetValueOrDefault).Commit);
    }

    private static Slack.Webhooks.SlackMessage Failed() =>
        SlackMessages.Of(new BuildMessage(BuildOutcome.Failed, Facts, Report, new TimeSpan(1, 2, 3)), "here U012ABC");
}
