using System.Globalization;
using System.Net;
using System.Text;
using Slack.Webhooks;

namespace FashionMnist.Build.Notifications;

/// <summary>Posts messages to webhooks. Answers what went wrong instead of throwing: a message that cannot be sent changes no build.</summary>
/// <param name="handler">How requests are sent; not disposed.</param>
/// <param name="time">The clock that waits between attempts.</param>
internal sealed class WebhookDelivery(HttpMessageHandler handler, TimeProvider time)
{
    private const int Attempts = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    /// <summary>Posts to Slack and returns what went wrong, or <see langword="null"/>.</summary>
    public Task<string?> ToSlackAsync(string webhook, SlackMessage message) => DeliverAsync(async client =>
    {
        using var slack = new SlackClient(webhook, httpClient: client);
        return await slack.PostAsync(message);
    });

    /// <summary>Posts a card to Teams and returns what went wrong, or <see langword="null"/>.</summary>
    public Task<string?> ToTeamsAsync(string webhook, string card) => DeliverAsync(async client =>
    {
        using var content = new StringContent(card, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(webhook), content);
        return response.IsSuccessStatusCode;
    });

    private async Task<string?> DeliverAsync(Func<HttpClient, Task<bool>> post)
    {
        for (var attempt = 1; ; attempt++)
        {
            var watch = new AnswerWatch(handler);
            // Neither is disposed: that would dispose the handler, which is somebody else's.
            var client = new HttpClient(watch, disposeHandler: false) { Timeout = Patience };
            string problem;
            try
            {
                // Slack's client looks at the text of the answer only.
                if (await post(client) && watch.Status is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous)
                    return null;
                problem = Describe(watch);
            }
            catch (TaskCanceledException)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds} s");
            }
            catch (Exception e) when (e is HttpRequestException or UriFormatException or ArgumentException or InvalidOperationException)
            {
                return e is HttpRequestException ? $"the service cannot be reached: {e.Message}" : "the webhook is not an http address";
            }

            if (attempt == Attempts || !watch.MayComeAgain || watch.RetryAfter > LongestWait)
                return problem;
            await Task.Delay(watch.RetryAfter ?? ShortWait, time);
        }
    }

    private static string Describe(AnswerWatch watch) => watch.Status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => $"the webhook does not exist any more ({(int)watch.Status})",
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => $"the service refuses the webhook ({(int)watch.Status})",
        HttpStatusCode.TooManyRequests => "too many messages at a time (429)",
        { } status => $"the service answered {(int)status}: {watch.Text}",
        null => "no answer",
    };

    /// <summary>Sees the answers that the client hides.</summary>
    private sealed class AnswerWatch(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const int ShownText = 200;

        public HttpStatusCode? Status { get; private set; }

        public string Text { get; private set; } = "";

        public TimeSpan? RetryAfter { get; private set; }

        public bool MayComeAgain => Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Status = response.StatusCode;
            RetryAfter = response.Headers.RetryAfter?.Delta;
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Text = SlackText.Plain((await response.Content.ReadAsStringAsync(cancellationToken)).ReplaceLineEndings(" "), ShownText);
            return response;
        }
    }
}
