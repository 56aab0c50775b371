using System.Text;

namespace Slack.Webhooks;

public class SlackClient : IDisposable
{
    private const string Accepted = "ok";

    private readonly HttpClient _client;
    private readonly Uri _address;

    public SlackClient(string webhookUrl, int timeout = 100, HttpClient httpClient = null)
    {
        // As in the original: only a client of one's own has a time limit.
        _ = timeout;
        _client = httpClient ?? new HttpClient();
        if (!Uri.TryCreate(webhookUrl, UriKind.Absolute, out _address))
            throw new ArgumentException("Please enter a valid webhook url");
    }

    /// <returns>Whether the body of the answer is "ok", whatever its status.</returns>
    public async Task<bool> PostAsync(SlackMessage slackMessage)
    {
        using var content = new StringContent(slackMessage.AsJson(), Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(_address, content);
        return (await response.Content.ReadAsStringAsync()).Equals(Accepted, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _client.Dispose();
}
