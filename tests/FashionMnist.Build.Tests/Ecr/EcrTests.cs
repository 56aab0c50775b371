using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using FashionMnist.Build.Ecr;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Tests.Ecr;

public sealed class EcrTests
{
    private const string Password = "token-of-the-registry";

    [Theory]
    [InlineData("ExpiredTokenException", 400, ExitCodes.AccessDenied, "expired or not valid (ExpiredTokenException)")]
    [InlineData("InvalidSignatureException", 400, ExitCodes.AccessDenied, "the clock of this machine")]
    [InlineData("AccessDeniedException", 400, ExitCodes.AccessDenied, "access denied")]
    [InlineData("ThrottlingException", 400, ExitCodes.TryAgain, "throttles")]
    [InlineData("ServerException", 500, ExitCodes.TryAgain, "run it again")]
    [InlineData("InvalidParameterException", 400, ExitCodes.InputOutput, "InvalidParameterException")]
    public void What_the_service_says_becomes_one_line_with_an_exit_code(string code, int status, int exitCode, string says)
    {
        var e = EcrErrors.Describe("push", new AmazonECRException("first line\nsecond line", ErrorType.Sender, code, "id", (HttpStatusCode)status));

        Assert.Equal(exitCode, e.ExitCode);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Missing_credentials_name_the_chain()
    {
        var e = EcrErrors.Describe("push", new AmazonClientException("Failed to resolve AWS credentials."));

        Assert.Equal(ExitCodes.AccessDenied, e.ExitCode);
        Assert.Contains("no AWS credentials were found; tried the AWS chain: environment variables", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_its_end_and_is_hidden_from_all_output()
    {
        var time = new SetTime();
        using var ecr = new Tokens(time, TimeSpan.FromHours(12));
        var hidden = new List<string>();
        var login = new RegistryLogin(ecr, time, hidden.Add);

        var auth = await login.GetAsync(CancellationToken.None);
        time.Now += TimeSpan.FromHours(11);
        await login.GetAsync(CancellationToken.None);
        Assert.Equal(1, ecr.Calls);
        time.Now += TimeSpan.FromMinutes(50);
        await login.GetAsync(CancellationToken.None);
        Assert.Equal(2, ecr.Calls);
        login.Expire();
        await login.GetAsync(CancellationToken.None);

        Assert.Equal(3, ecr.Calls);
        Assert.Equal(("AWS", Password, "https://registry"), (auth.Username, auth.Password, auth.ServerAddress));
        Assert.Equal([Password], hidden.Distinct());
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_is_not_quoted()
    {
        using var ecr = new Tokens(new SetTime(), TimeSpan.FromHours(1)) { Token = "not base64 but secret" };

        var e = await Assert.ThrowsAsync<FashionMnistException>(() => new RegistryLogin(ecr, new SetTime(), _ => { }).GetAsync(CancellationToken.None));

        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lifecycle_is_that_of_the_stack_and_never_drops_an_image_with_a_tag()
    {
        var template = File.ReadAllText(Path.Combine(Sources.Root, "deploy", "cloudformation", "artifacts.yaml"));
        var text = Regex.Match(template, @"LifecyclePolicyText: !Sub >-\s*(?<policy>\{.*?\}\]\})\s*\n", RegexOptions.Singleline).Groups["policy"].Value;
        var stack = JsonNode.Parse(text.Replace("${UntaggedDays}", "3", StringComparison.Ordinal));

        Assert.True(JsonNode.DeepEquals(stack, JsonNode.Parse(EcrRepository.LifecyclePolicy(new ImageOptions { UntaggedDays = 3 }))));
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Tokens(SetTime time, TimeSpan life)
        : AmazonECRClient(new AnonymousAWSCredentials(), new AmazonECRConfig { ServiceURL = "http://127.0.0.1:9", AuthenticationRegion = "us-east-1" })
    {
        public int Calls { get; private set; }

        public string Token { get; init; } = Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{Password}"));

        public override Task<GetAuthorizationTokenResponse> GetAuthorizationTokenAsync(GetAuthorizationTokenRequest request, CancellationToken cancellationToken = default)
        {
            Calls++;
            return Task.FromResult(new GetAuthorizationTokenResponse
            {
                AuthorizationData = [new AuthorizationData { AuthorizationToken = Token, ExpiresAt = (time.Now + life).UtcDateTime, ProxyEndpoint = "https://registry" }],
            });
        }
    }
}
