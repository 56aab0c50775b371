using System.Net.Http.Headers;
using System.Text;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// What proves to a server who is asking. MLflow's own variables (mlflow.org/docs, "Authentication with username and password" and "REST
/// API tokens"); they are sent and never shown.
/// </summary>
internal sealed class MlflowCredentials
{
    public const string TokenVariable = "MLFLOW_TRACKING_TOKEN";
    public const string UserVariable = "MLFLOW_TRACKING_USERNAME";
    public const string PasswordVariable = "MLFLOW_TRACKING_PASSWORD";

    private MlflowCredentials(AuthenticationHeaderValue? header, string? user, string source) =>
        (Header, User, Source) = (header, user, source);

    /// <summary>The header of every request; none: the server is open.</summary>
    public AuthenticationHeaderValue? Header { get; }

    /// <summary>The name the server knows the caller by, where there is one.</summary>
    public string? User { get; }

    /// <summary>Where they came from, for messages.</summary>
    public string Source { get; }

    /// <summary>User and password win over a token, as in MLflow's client.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if one of user and password is missing.</exception>
    public static MlflowCredentials FromEnvironment(Func<string, string?> environment)
    {
        var (user, password, token) = (Value(UserVariable), Value(PasswordVariable), Value(TokenVariable));
        if (user is null != password is null)
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{(user is null ? UserVariable : PasswordVariable)} is not set but {(user is null ? PasswordVariable : UserVariable)} is: set both or none");
        if (user is not null)
            return new(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), user, $"{UserVariable} and {PasswordVariable}");
        return token is not null
            ? new(new("Bearer", RequireHeaderText(token)), null, TokenVariable)
            : new(null, null, $"none: neither {TokenVariable} nor {UserVariable} and {PasswordVariable} is set");

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    private static string RequireHeaderText(string token) => token.All(c => c is > ' ' and < '\x7f')
        ? token
        : throw new FashionMnistException(ExitCodes.Configuration, $"{TokenVariable} has a character that no token has, for example a line break at its end");
}
