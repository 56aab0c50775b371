using System.Text;
using FashionMnist.Build.Jenkins;
using FashionMnist.Build.Tests.Notifications;
using FashionMnist.Models;
using FashionMnist.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Build.Tests.Jenkins;

/// <summary>Starting a job, against a server on this machine that speaks Jenkins' remote API.</summary>
public sealed class JenkinsTriggerTests
{
    private const string Commit = "0123456789012345678901234567890123456789";
    private const string Waiting = """{ "why": "Waiting for an executor" }""";

    [Fact]
    public async Task A_job_is_started_with_commit_and_branch_followed_through_the_queue_and_awaited()
    {
        var seen = new List<string>();
        await using var jenkins = Server(seen, result: "SUCCESS");

        var result = await RunAsync(jenkins.Address);

        Assert.Equal(new JenkinsResult("fashion/model", 17, "SUCCESS", new Uri("http://jenkins.invalid/job/fashion/job/model/17/")), result);
        Assert.Equal(
            [
                "GET /crumbIssuer/api/json",
                $"POST /job/fashion/job/model/buildWithParameters COMMIT={Commit}&BRANCH=feature%2F%26x crumb-1",
                "GET /queue/item/5/api/json",
                "GET /queue/item/5/api/json",
                "GET /job/fashion/job/model/17/api/json",
                "GET /job/fashion/job/model/17/api/json",
            ],
            seen);
    }

    [Theory]
    [InlineData("FAILURE")]
    [InlineData("ABORTED")]
    [InlineData("UNSTABLE")]
    [InlineData("NOT_BUILT")]
    public async Task Any_other_end_than_success_is_none(string end)
    {
        await using var jenkins = Server([], result: end);

        Assert.Equal((end, false), await RunAsync(jenkins.Address) is var x ? (x.Result, x.Succeeded) : default);
    }

    [Fact]
    public async Task A_Jenkins_without_crumbs_needs_none()
    {
        var seen = new List<string>();
        await using var jenkins = Server(seen, result: "SUCCESS", crumb: 404);

        await RunAsync(jenkins.Address);

        Assert.Contains($"POST /job/fashion/job/model/buildWithParameters COMMIT={Commit}&BRANCH=feature%2F%26x ", seen);
    }

    [Theory]
    [InlineData(401, ExitCodes.AccessDenied, "access denied (401)")]
    [InlineData(403, ExitCodes.AccessDenied, "access denied (403)")]
    [InlineData(404, ExitCodes.NotFound, "there is no job/fashion/job/model/buildWithParameters")]
    [InlineData(400, ExitCodes.InputOutput, "the answer is 400")]
    [InlineData(409, ExitCodes.Configuration, "job/fashion/job/model/ is disabled (409)")]
    [InlineData(200, ExitCodes.InputOutput, "names no item of the queue")]
    public async Task A_refused_start_says_why(int status, int exitCode, string text)
    {
        await using var jenkins = Server([], start: status);

        var failure = await Assert.ThrowsAsync<FashionMnistException>(() => RunAsync(jenkins.Address));

        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("api-token", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    public async Task A_job_that_was_never_built_is_told_apart_at_once(int status)
    {
        var seen = new List<string>();
        await using var jenkins = Server(seen, start: status, parameters: "[]");

        var failure = await Assert.ThrowsAsync<FashionMnistException>(() => RunAsync(jenkins.Address));

        Assert.Equal(ExitCodes.Configuration, failure.ExitCode);
        Assert.Contains("does not know the parameter COMMIT yet", failure.Message, StringComparison.Ordinal);
        Assert.Contains("it must be built once by hand", failure.Message, StringComparison.Ordinal);
        Assert.Single(seen, x => x.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_error_of_a_job_that_knows_its_parameters_is_waited_out()
    {
        var faults = 2;
        await using var jenkins = Server([], result: "SUCCESS", startFault: () => faults-- > 0);

        Assert.True((await RunAsync(jenkins.Address)).Succeeded);
        Assert.Equal(-1, faults);
    }

    [Fact]
    public async Task A_restart_of_the_controller_that_forgets_the_queue_loses_no_build()
    {
        await using var jenkins = Server([], result: "SUCCESS", queue: "forgotten");

        Assert.Equal(17, (await RunAsync(jenkins.Address)).Number);
    }

    [Fact]
    public async Task A_build_says_whether_its_job_told_the_team_and_who_stopped_it()
    {
        const string Stopped = """
            "actions": [{}, { "_class": "hudson.model.CauseAction", "causes": [{ "shortDescription": "Started by user GitHub" }] },
              { "_class": "jenkins.model.InterruptedBuildAction", "causes": [{ "shortDescription": "Aborted by Ada" }] }],
            """;
        await using var told = Server([], result: "ABORTED", more: Stopped + "\"description\": \"The team was told: Aborted\",");
        await using var lost = Server([], result: "ABORTED", more: "\"description\": null,");

        var first = await RunAsync(told.Address);
        var second = await RunAsync(lost.Address);

        Assert.Equal((true, "Aborted by Ada"), (first.IsTold, first.StoppedBy));
        Assert.Equal((false, null), (second.IsTold, second.StoppedBy));
        Assert.EndsWith("#17 ended with ABORTED (Aborted by Ada): http://jenkins.invalid/job/fashion/job/model/17/", new JenkinsBuildFailedException(first).Message, StringComparison.Ordinal);
        Assert.Contains("could not tell the team itself", new JenkinsBuildFailedException(second).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_taken_out_of_the_queue_is_a_passing_fault()
    {
        await using var jenkins = Server([], queue: """{ "cancelled": true }""");

        var failure = await Assert.ThrowsAsync<FashionMnistException>(() => RunAsync(jenkins.Address));

        Assert.Equal(ExitCodes.TryAgain, failure.ExitCode);
        Assert.Contains("out of the queue", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_of_five_minutes_is_waited_out_and_a_lasting_fault_told()
    {
        // Pauses of 2, 4, 8 and then 16 seconds: five minutes are over before the 22nd request.
        var faults = 21;
        await using var shaky = Server([], result: "SUCCESS", fault: () => faults-- > 0);
        await using var broken = Server([], fault: () => true);

        Assert.True((await RunAsync(shaky.Address)).Succeeded);
        var failure = await Assert.ThrowsAsync<FashionMnistException>(() => RunAsync(broken.Address));

        Assert.Equal(ExitCodes.TryAgain, failure.ExitCode);
        Assert.Contains("the answer is 503, for 6 minutes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_does_not_end_in_time_is_a_passing_fault_that_says_where_it_hangs()
    {
        foreach (var (queue, place) in new[] { (null as string, "still running"), (Waiting, "still in the queue") })
        {
            await using var jenkins = Server([], result: null, queue: queue);
            using var limit = new CancellationTokenSource();

            var run = RunAsync(jenkins.Address, polls => { if (polls == 6) limit.Cancel(); }, limit: limit.Token);

            var failure = await Assert.ThrowsAsync<FashionMnistException>(() => run);
            Assert.Equal(ExitCodes.TryAgain, failure.ExitCode);
            if (queue is not null)
                Assert.Contains(place, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_limit_can_begin_anew_when_the_job_has_left_the_queue()
    {
        var seen = new List<string>();
        await using var jenkins = Server(seen, result: "SUCCESS");
        var before = new List<int>();

        await RunAsync(jenkins.Address, started: () => before.Add(seen.Count));

        Assert.Equal([4], before);
    }

    [Fact]
    public async Task Credentials_never_follow_an_answer_to_another_server()
    {
        await using var other = new LocalListener();
        await using var jenkins = new LocalListener((request, _) => request.Method == "POST"
            ? new Answer(201, "", ("Location", $"{other.Address}queue/item/5/"))
            : new Answer(404, ""));

        await Assert.ThrowsAsync<FashionMnistException>(() => RunAsync(jenkins.Address));

        Assert.Empty(other.Bodies);
    }

    [Theory]
    [InlineData("ftp://jenkins.invalid")]
    [InlineData("jenkins")]
    public void What_is_no_address_is_refused(string address) =>
        Assert.Equal(ExitCodes.Usage, Assert.Throws<FashionMnistException>(() => JenkinsServer.AddressOf(address)).ExitCode);

    [Fact]
    public void The_summary_links_to_the_build()
    {
        var file = Path.GetTempFileName();
        try
        {
            JenkinsSummary.Write(new JenkinsResult("model", 3, "FAILURE", new Uri("http://jenkins.invalid/job/model/3/")), file);
            JenkinsSummary.Write(new JenkinsResult("model", 3, "FAILURE", new Uri("http://jenkins.invalid/job/model/3/")), null);

            Assert.Equal("❌ Jenkins: [model #3](http://jenkins.invalid/job/model/3/) ended with **FAILURE**\n", File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LocalListener Server(
        List<string> seen, string? result = "SUCCESS", int crumb = 200, int start = 201, string? queue = null, Func<bool>? fault = null,
        string parameters = """[{ "name": "COMMIT" }, { "name": "BRANCH" }]""", Func<bool>? startFault = null, string more = "")
    {
        var polls = 0;
        var looks = 0;
        return new LocalListener((request, body) =>
        {
            if (fault?.Invoke() == true)
                return new Answer(503, "starting");
            if (request.Headers["Authorization"] != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("user:api-token"))}")
                return new Answer(401, "");
            var path = request.Url().AbsolutePath;
            seen.Add(request.Method == "POST" ? $"POST {path} {body} {request.Headers["Jenkins-Crumb"]}" : $"GET {path}");
            return path switch
            {
                "/crumbIssuer/api/json" => new Answer(crumb, """{ "crumb": "crumb-1", "crumbRequestField": "Jenkins-Crumb" }"""),
                "/queue/item/5/api/json" when queue == "forgotten" => new Answer(404, ""),
                "/job/fashion/job/model/api/json" when request.Url().Query.Contains("queueId", StringComparison.Ordinal) =>
                    new Answer(200, """{ "builds": [{ "number": 18, "queueId": 6 }, { "number": 17, "queueId": 5 }] }"""),
                "/job/fashion/job/model/api/json" => new Answer(200, $$"""{ "property": [{}, { "parameterDefinitions": {{parameters}} }] }"""),
                "/queue/item/5/api/json" => new Answer(200, queue ?? (polls++ == 0 ? Waiting : """{ "executable": { "number": 17 } }""")),
                "/job/fashion/job/model/17/api/json" => new Answer(200, Build(looks++ > 0 ? result : null, more)),
                _ when request.Method == "POST" && startFault?.Invoke() == true => new Answer(500, "out of memory"),
                _ when request.Method == "POST" => new Answer(start, "", start == 201 ? [("Location", "http://jenkins.invalid/context/queue/item/5/")] : []),
                _ => new Answer(404, ""),
            };
        });
    }

    private static string Build(string? result, string more) => $$"""
        { {{more}} "number": 17, "url": "http://jenkins.invalid/job/fashion/job/model/17/", "building": {{(result is null ? "true" : "false")}}, "result": {{(result is null ? "null" : $"\"{result}\"")}} }
        """;

    /// <summary>Waits by a clock that somebody turns on as long as it takes.</summary>
    private static async Task<JenkinsResult> RunAsync(Uri address, Action<int>? turned = null, Action? started = null, CancellationToken limit = default)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        var time = new FakeTimeProvider();
        using var server = new JenkinsServer(address, "user", "api-token", handler, time);
        var run = new JenkinsTrigger(server).RunAsync("fashion/model", Commit, "feature/&x", started ?? (() => { }), limit);
        for (var i = 0; !run.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            turned?.Invoke(i);
            await Task.Yield();
        }

        return await run;
    }
}
