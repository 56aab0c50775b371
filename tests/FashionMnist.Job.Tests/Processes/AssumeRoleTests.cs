using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>
/// The AWS chain looks its clients up by name, which a program compiled ahead of time may have lost; so this counts most where
/// <see cref="JobProcess.Program"/> is the native one.
/// </summary>
public sealed class AssumeRoleTests : IDisposable
{
    private const string OwnKey = "AKIAOWN0000000000000";
    private const string RoleKey = "ASIAROLE000000000000";
    private const string RoleToken = "token-of-the-role";
    private const string Role = "arn:aws:iam::123456789012:role/job";

    private readonly JobScene _scene = new();
    private readonly SimulatedAws _aws = new(RoleKey, RoleToken);

    public void Dispose()
    {
        _aws.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public async Task A_profile_with_a_role_reads_the_bucket_as_the_role()
    {
        await File.WriteAllTextAsync(_scene["config"], $"""
            [profile job]
            role_arn = {Role}
            source_profile = own
            region = us-east-1

            [profile own]
            aws_access_key_id = {OwnKey}
            aws_secret_access_key = own
            """);
        new TestImages(1).WriteIdx(_scene["images.gz"]);

        using var job = JobProcess.Start(
            new Dictionary<string, string>
            {
                ["AWS_CONFIG_FILE"] = _scene["config"],
                ["AWS_SHARED_CREDENTIALS_FILE"] = _scene["none"],
                ["AWS_PROFILE"] = "job",
                ["AWS_REGION"] = "us-east-1",
                ["AWS_ACCESS_KEY_ID"] = "",
                ["AWS_SECRET_ACCESS_KEY"] = "",
                ["AWS_ENDPOINT_URL"] = _aws.Address,
                ["AWS_ENDPOINT_URL_S3"] = "",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
            },
            [.. _scene.Predict("images.gz").Select(x => x == _scene["model"] ? "s3://bucket/store" : x)]);
        var outcome = await job.EndAsync();

        Assert.Equal((ExitCodes.NotFound, outcome.Error), (outcome.ExitCode, outcome.Error));
        var (form, asker, token) = _aws.Requests.First();
        Assert.Contains($"RoleArn={Uri.EscapeDataString(Role)}", form, StringComparison.Ordinal);
        Assert.Equal((OwnKey, null), (asker, token));
        Assert.All(_aws.Requests.Skip(1), x => Assert.Equal((RoleKey, RoleToken), (x.KeyId, x.Token)));
        Assert.Contains(_aws.Requests, x => x.Request.StartsWith("/bucket", StringComparison.Ordinal));
    }
}
