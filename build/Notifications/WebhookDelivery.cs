using System.Globalization;
using System.Net;
using System.Text;
using FashionMnist.Models.Text;
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

    /// <summary>A handler that follows no redirect: the message would go to where an answer points, or a GET in its place.</summary>
    public static SocketsHttpHandler CreateHandler() => new() { AllowAutoRedirect = false };

    /// <summary>Posts to Slack and returns what went wrong, or <see langword="null"/>.</summary>
    public Task<string?> ToSlackAsync(string webhook, SlackMessage message) => DeliverAsync(webhook, async client =>
    {
        using var slack = new SlackClient(webhook, httpClient: client);
        return await slack.PostAsync(message);
    });

    /// <summary>Posts a card to Teams and returns what went wrong, or <see langword="null"/>.</summary>
    public Task<string?> ToTeamsAsync(string webhook, string card) => DeliverAsync(webhook, async client =>
    {
        using var content = new StringContent(card, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(webhook), content);
        return response.IsSuccessStatusCode;
    });

    private async Task<string?> DeliverAsync(string webhook, Func<HttpClient, Task<bool>> post)
    {
        if (!Uri.TryCreate(webhook, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return "the webhook is not an http address";
        var masker = new SecretMasker(WebhookSecret.PartsOf(webhook));
        for (var attempt = 1; ; attempt++)
        {
            var watch = new AnswerWatch(handler, masker);
            // Neither is disposed: that would dispose the handler, which is somebody else's.
            var client = new HttpClient(watch, disposeHandler: false) { Timeout = Patience };
            string problem;
            try
            {
                // Slack's client looks at the text of the answer only.
                if (await post(client) && watch.Status is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous)
                    return null;
                problem = Describe(watch, address);
            }
            catch (TaskCanceledException)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds} s");
            }
            catch (HttpRequestException e)
            {
                return $"the service cannot be reached: {masker.Apply(e.Message)}";
            }

            if (attempt == Attempts || !watch.MayComeAgain || watch.RetryAfter > LongestWait)
                return problem;
            await Task.Delay(watch.RetryAfter ?? ShortWait, time);
        }
    }

    private static string Describe(AnswerWatch watch, Uri address) => watch.Status switch
    {
        null => "no answer",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => Redirected(watch, address),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => $"the webhook or its channel does not exist any more {watch.Answer}",
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => $"the service refuses the webhook {watch.Answer}",
        HttpStatusCode.TooManyRequests => $"too many messages at a time {watch.Answer}",
        _ => $"the service did not take the message {watch.Answer}",
    };

    /// <summary>Names the other host and nothing of its path, which may be as secret as ours.</summary>
    private static string Redirected(AnswerWatch watch, Uri address)
    {
        var target = watch.Location is { } location && Uri.TryCreate(address, location, out var absolute) ? absolute : null;
        return $"the service redirects {watch.Answer} to {Place(target, address)}, which is not followed; is the webhook's address right?";
    }

    private static string Place(Uri? target, Uri address) => target switch
    {
        null => "no address",
        { Scheme: not ("http" or "https") } => $"a {target.Scheme} address",
        _ when target.Authority == address.Authority && target.Scheme == address.Scheme => "another path",
        _ => target.GetLeftPart(UriPartial.Authority),
    };

    /// <summary>Sees the answers that the client hides.</summary>
    private sealed class AnswerWatch(HttpMessageHandler inner, SecretMasker masker) : DelegatingHandler(inner)
    {
        private const int ShownText = 200;

        private string _text = "";

        public HttpStatusCode? Status { get; private set; }

        /// <summary>Status and text; Slack says in the text what is wrong, whatever the status.</summary>
        public string Answer => _text.Length == 0 ? $"({(int)Status!})" : $"({(int)Status!}: {_text})";

        public string? Location { get; private set; }

        public TimeSpan? RetryAfter { get; private set; }

        public bool MayComeAgain => Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Status = response.StatusCode;
            RetryAfter = response.Headers.RetryAfter?.Delta;
            Location = response.Headers.TryGetValues("Location", out var locations) ? locations.First() : null;
            // Read as what it is meant to be: with a charset that does not exist the client could not even tell success from failure.
            var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            _text = SlackText.Plain(masker.Apply(text.ReplaceLineEndings(" ").Trim()), ShownText);
            var original = response.Content;
            response.Content = new StringContent(text, Encoding.UTF8, "text/plain");
            original.Dispose();
            return response;
        }
    }
}
