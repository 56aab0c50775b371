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

    public const string WorkspaceVariable = "MLFLOW_WORKSPACE";
    public const string WorkspaceHeader = "X-MLFLOW-WORKSPACE";

    private MlflowCredentials(AuthenticationHeaderValue? header, string? user, string source, string? workspace) =>
        (Header, User, Source, Workspace) = (header, user, source, workspace);

    /// <summary>The workspace that is meant, on a server that has several; none: the server's own choice.</summary>
    public string? Workspace { get; }

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
        var workspace = Value(WorkspaceVariable) is { } named ? RequireHeaderText(named, WorkspaceVariable) : null;
        if (user is null != password is null)
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{(user is null ? UserVariable : PasswordVariable)} is not set but {(user is null ? PasswordVariable : UserVariable)} is: set both or none");
        if (user is not null)
            return new(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), user, $"{UserVariable} and {PasswordVariable}", workspace);
        return token is not null
            ? new(new("Bearer", RequireHeaderText(token, TokenVariable)), null, TokenVariable, workspace)
            : new(null, null, $"none: neither {TokenVariable} nor {UserVariable} and {PasswordVariable} is set", workspace);

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    private static string RequireHeaderText(string text, string variable) => text.All(c => c is > ' ' and < '\x7f')
        ? text
        : throw new FashionMnistException(ExitCodes.Configuration, $"{variable} has a character that it cannot have, for example a line break at its end");
}
