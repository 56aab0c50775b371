using System.Text;
using Amazon.ECR;
using Amazon.ECR.Model;
using Docker.DotNet.Models;
using FashionMnist.Models;

namespace FashionMnist.Build.Ecr;

/// <summary>
/// The right to use a registry. The token lives in this object alone: it is never logged or written, and is got anew when it is about to
/// expire or the registry no longer takes it.
/// </summary>
/// <param name="client">Asks for tokens.</param>
/// <param name="time">Tells the time.</param>
/// <param name="hide">Told of every token, so that no output can show it.</param>
internal sealed class RegistryLogin(IAmazonECR client, TimeProvider time, Action<string> hide)
{
    /// <summary>A push that begins now must end before the token does.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);

    private AuthorizationData? _data;

    /// <summary>Forgets the token.</summary>
    public void Expire() => _data = null;

    /// <summary>User, password and address for an engine or a registry.</summary>
    /// <exception cref="FashionMnistException">ECR gives no token.</exception>
    public async Task<AuthConfig> GetAsync(CancellationToken cancellationToken)
    {
        if (_data is null || _data.ExpiresAt?.ToUniversalTime() - Margin <= time.GetUtcNow().UtcDateTime)
        {
            const string action = "get a token for the registry";
            var response = await EcrErrors.GuardAsync(
                action, () => client.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), cancellationToken), cancellationToken);
            _data = response.AuthorizationData is [var first, ..]
                ? first
                : throw new FashionMnistException(ExitCodes.AccessDenied, $"ECR: cannot {action}: it answered with none");
        }

        var (user, password) = Decode(_data.AuthorizationToken);
        hide(password);
        return new AuthConfig { Username = user, Password = password, ServerAddress = _data.ProxyEndpoint };
    }

    private static (string User, string Password) Decode(string token)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(token));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                return (text[..colon], text[(colon + 1)..]);
        }
        catch (FormatException)
        {
            // Said below; the exception would quote the token.
        }

        throw new FashionMnistException(ExitCodes.Internal, "ECR: its token is not base64 of user:password");
    }
}
