using System.Collections.Concurrent;
using System.Security;
using System.Text;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>
/// A simulation of two services at one address: an STS that lends a role to anybody, and an S3 without buckets. It records who asked.
/// Signatures are not verified; what is tested is whose they are.
/// </summary>
internal sealed class SimulatedAws : IDisposable
{
    private readonly LocalHttp _http;
    private readonly string _keyId;
    private readonly string _token;

    /// <param name="keyId">Access key that the role gets.</param>
    /// <param name="token">Its session token.</param>
    public SimulatedAws(string keyId, string token)
    {
        (_keyId, _token) = (keyId, token);
        _http = new LocalHttp(AnswerAsync);
    }

    public string Address => _http.Address;

    /// <summary>What was asked: the form of an STS request or the path of an S3 one, the signer's access key, the session token.</summary>
    public ConcurrentQueue<(string Request, string KeyId, string? Token)> Requests { get; } = [];

    public void Dispose() => _http.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = Encoding.UTF8.GetString(await context.Request.ReadBodyAsync());
        var isSts = form.Contains("Action=AssumeRole", StringComparison.Ordinal);
        var signer = context.Request.Headers.Authorization.ToString().Split("Credential=")[^1].Split('/')[0];
        Requests.Enqueue((isSts ? form : context.Request.Url().AbsolutePath, signer, (string?)context.Request.Headers["X-Amz-Security-Token"]));
        var body = Encoding.UTF8.GetBytes(isSts ? Role() : "<Error><Code>NoSuchBucket</Code><Message>simulated</Message></Error>");
        (context.Response.StatusCode, context.Response.ContentType) = (isSts ? 200 : 404, "text/xml");
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html</summary>
    private string Role() => $"""
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><AssumedRoleId>AROA:job</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/job/job</Arn></AssumedRoleUser>
        <Credentials><AccessKeyId>{SecurityElement.Escape(_keyId)}</AccessKeyId><SecretAccessKey>lent</SecretAccessKey>
        <SessionToken>{SecurityElement.Escape(_token)}</SessionToken><Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
        </AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>
        """;
}
