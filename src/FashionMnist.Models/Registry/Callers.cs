using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using FashionMnist.Models.Aws;
using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Models.Registry;

/// <summary>Tells who is acting, for the record.</summary>
public static class Callers
{
    /// <summary>
    /// The identity that fits a store: the ARN of the STS caller identity on AWS, user and machine elsewhere. Asked for once.
    /// </summary>
    public static Func<CancellationToken, Task<string>> For(IVersionedObjectStore store)
    {
        string? known = null;
        return async cancellationToken =>
            known ??= store is S3ObjectStore { IsCustomEndpoint: false }
                ? await AwsCallerAsync(SecurityTokenClient, cancellationToken)
                : LocalUser();
    }

    /// <summary>User and machine, for example <c>alice@laptop</c>.</summary>
    public static string LocalUser() =>
        $"{UserName(() => Environment.UserName, Environment.GetEnvironmentVariable)}@{Environment.MachineName}";

    /// <summary>A network without a way to STS must not stop a rollback; the record then says that the name is not vouched for.</summary>
    internal static async Task<string> AwsCallerAsync(Func<IAmazonSecurityTokenService> connect, CancellationToken cancellationToken)
    {
        try
        {
            using var client = connect();
            return (await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken)).Arn;
        }
        catch (Exception e) when (AwsFaults.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            return $"{LocalUser()} (AWS identity not available: {AwsFaults.Name(e)})";
        }
    }

    private static AmazonSecurityTokenServiceClient SecurityTokenClient()
    {
        AwsPatience.Register();
        return new AmazonSecurityTokenServiceClient();
    }

    /// <summary>A container may have no entry for its user, and then asking for the name throws.</summary>
    internal static string UserName(Func<string> userName, Func<string, string?> environment)
    {
        try
        {
            if (userName() is { Length: > 0 } name)
                return name;
        }
        catch (Exception)
        {
            // Which exception it is differs between operating systems; who is acting must not decide whether it can be done.
        }

        return environment("USER") ?? environment("LOGNAME") ?? environment("USERNAME") ?? "unknown";
    }
}
