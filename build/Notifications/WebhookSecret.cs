namespace FashionMnist.Build.Notifications;

/// <summary>What of a webhook's address is secret: who knows its path may post.</summary>
internal static class WebhookSecret
{
    private const int LongPart = 16;
    private const int ShortPart = 8;

    /// <summary>
    /// The address, what stands behind its host, and the parts of that which are no words, so that an answer that repeats a piece of the
    /// address does not show it either.
    /// </summary>
    public static IReadOnlyList<string> PartsOf(string webhook)
    {
        if (!Uri.TryCreate(webhook, UriKind.Absolute, out var address) || address.PathAndQuery.Length <= 1)
            return [webhook];
        var pieces = Uri.UnescapeDataString(address.PathAndQuery).Split('/', '?', '&', '=')
            .Concat(address.PathAndQuery.Split('/', '?', '&', '='))
            .Where(x => x.Length >= LongPart || (x.Length >= ShortPart && x.Any(char.IsAsciiDigit)));
        string[] wholes = [webhook, address.AbsoluteUri, address.PathAndQuery, address.AbsolutePath, address.AbsolutePath.TrimStart('/')];
        return [.. wholes.Concat(pieces).Where(x => x.Length > 1).Distinct()];
    }
}
