using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Testing.Ssm;

/// <summary>Verifies AWS Signature Version 4 of requests without a query, from its public description.</summary>
internal sealed partial class SigV4Verifier(string accessKey, string secretKey, string region, string service)
{
    private static readonly string[] MustBeSigned = ["host", "x-amz-date", "x-amz-target"];

    /// <summary>What is wrong with the signature, or <see langword="null"/>.</summary>
    public string? ProblemWith(HttpRequest request, byte[] body)
    {
        var match = Authorization().Match(request.Headers.Authorization.ToString());
        if (!match.Success)
            return "there is no AWS4-HMAC-SHA256 authorization";
        var day = match.Groups["day"].Value;
        var scope = $"{day}/{region}/{service}/aws4_request";
        if (match.Groups["key"].Value != accessKey || match.Groups["scope"].Value != scope)
            return $"the credential is not one of {accessKey} for {scope}";
        var names = match.Groups["headers"].Value.Split(';');
        if (MustBeSigned.Except(names).Any() || !request.Headers["X-Amz-Date"].ToString().StartsWith(day, StringComparison.Ordinal))
            return "host, date and target must be signed";

        var headers = string.Concat(names.Select(x => $"{x}:{Spaces().Replace(request.Headers[x].ToString().Trim(), " ")}\n"));
        var canonical = $"{request.Method}\n{request.Url().AbsolutePath}\n\n{headers}\n{string.Join(';', names)}\n{Hex(SHA256.HashData(body))}";
        var signed = $"AWS4-HMAC-SHA256\n{request.Headers["X-Amz-Date"]}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = new[] { day, region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes($"AWS4{secretKey}"), Sign);
        return Hex(Sign(key, signed)) == match.Groups["signature"].Value ? null : "the signature does not match";
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>(?<day>[0-9]{8})/[^,]+), ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
