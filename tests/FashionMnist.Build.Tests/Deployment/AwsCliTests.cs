using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using FashionMnist.Build.Deployment;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Deployment;

[UnsupportedOSPlatform("windows")]
public sealed class AwsCliTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_the_CLI_one_line_says_how_to_get_it()
    {
        var e = await Assert.ThrowsAsync<FashionMnistException>(() => FindAsync(_folder.Path));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.StartsWith("Deploy calls the AWS CLI, and there is no 'aws' on PATH; install version 2: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_1_is_passed_over_and_named_if_there_is_no_other()
    {
        var old = Program("old", "echo 'aws-cli/1.45.11 Python/3.11 Linux/6'");
        var odd = Program("odd", "exit 3");
        var good = Program("good", "case $1 in --version) echo 'aws-cli/2.9.19 Python/3.11' ;; *) echo '{\"Who\":\"good\"}' ;; esac");

        var e = await Assert.ThrowsAsync<FashionMnistException>(() => FindAsync(old, odd));
        Assert.Contains($"{Path.Combine(old, "aws")} is version 1.45.11, {Path.Combine(odd, "aws")} does not say its version", e.Message, StringComparison.Ordinal);

        var cli = await FindAsync(old, odd, good);
        Assert.Equal("good", (await cli.CallAsync("sts", "get-caller-identity", [], CancellationToken.None)).GetProperty("Who").GetString());
    }

    [Fact]
    public async Task No_value_of_a_request_stands_in_the_command_line_or_stays_on_the_disk()
    {
        var seen = Path.Combine(_folder.Path, "seen");
        var program = Program("aws2", $"case $1 in --version) echo aws-cli/2.0.0 ;; *) echo \"$@\" >{seen}.arguments; cp \"${{4#file://}}\" {seen}.request; echo \"$4\" >{seen}.file; stat -c %a \"$(dirname \"${{4#file://}}\")\" >{seen}.mode ;; esac");
        var cli = await FindAsync(program);

        await cli.CallAsync("cloudformation", "create-change-set", new JsonObject { ["Secret"] = "a secret" }, CancellationToken.None);

        Assert.DoesNotContain("a secret", await File.ReadAllTextAsync($"{seen}.arguments"), StringComparison.Ordinal);
        Assert.Equal("""{"Secret":"a secret"}""", await File.ReadAllTextAsync($"{seen}.request"));
        Assert.Equal("700\n", await File.ReadAllTextAsync($"{seen}.mode"));
        Assert.False(File.Exists((await File.ReadAllTextAsync($"{seen}.file")).Trim()["file://".Length..]));
    }

    [Theory]
    [InlineData("Unable to locate credentials. You can configure credentials by running \"aws configure\".", ExitCodes.AccessDenied, "no AWS credentials were found")]
    [InlineData("An error occurred (ExpiredToken) when calling the DescribeStacks operation: The security token included in the request is expired", ExitCodes.AccessDenied, "expired or not valid")]
    [InlineData("An error occurred (SignatureDoesNotMatch) when calling the DescribeStacks operation: The request signature we calculated does not match", ExitCodes.AccessDenied, "wrong secret key")]
    [InlineData("An error occurred (AccessDenied) when calling the DescribeStacks operation: User: x is not authorized to perform: cloudformation:DescribeStacks", ExitCodes.AccessDenied, "is not authorized to perform")]
    [InlineData("An error occurred (Throttling) when calling the DescribeStacks operation (reached max retries: 7): Rate exceeded", ExitCodes.TryAgain, "throttles")]
    [InlineData("Could not connect to the endpoint URL: \"http://127.0.0.1:9/\"", ExitCodes.TryAgain, "Could not connect")]
    [InlineData("You must specify a region. You can also configure your region by running \"aws configure\".", ExitCodes.Configuration, "set AWS_REGION")]
    [InlineData("The config profile (nope) could not be found", ExitCodes.Configuration, "AWS_PROFILE")]
    [InlineData("Error loading SSO Token: Token for x does not exist or is expired", ExitCodes.AccessDenied, "aws sso login")]
    [InlineData("Error loading SSO Token: Token for x does not exist", ExitCodes.AccessDenied, "aws sso login")]
    [InlineData("Error when retrieving token from sso: Token has expired and refresh failed", ExitCodes.AccessDenied, "aws sso login")]
    [InlineData("Your session has expired. Please reauthenticate using 'aws login'.", ExitCodes.AccessDenied, "run: aws login")]
    [InlineData("something\n  else", ExitCodes.InputOutput, "failed with exit code 254: something else")]
    public void What_the_CLI_says_becomes_one_line_and_an_exit_code(string errors, int exitCode, string part)
    {
        var e = Assert.IsType<FashionMnistException>(AwsCliErrors.Describe("describe-stacks", 254, $"\n{errors}\n"));

        Assert.Equal(exitCode, e.ExitCode);
        Assert.StartsWith("aws describe-stacks", e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Another_code_is_left_to_the_caller()
    {
        var e = Assert.IsType<AwsCliException>(AwsCliErrors.Describe(
            "describe-stacks", 254, "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id x does not exist"));

        Assert.Equal(("ValidationError", "Stack with id x does not exist"), (e.Code, e.Message));
    }

    private static Task<AwsCli> FindAsync(params string[] folders)
    {
        var path = string.Join(Path.PathSeparator, folders);
        // What the scripts themselves call is found elsewhere; here is only what may be called aws.
        return AwsCli.FindAsync(new Dictionary<string, string> { ["PATH"] = path }, CancellationToken.None);
    }

    private string Program(string folder, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, folder)).FullName, "aws");
        File.WriteAllText(file, $"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Path.GetDirectoryName(file)!;
    }
}
