using FashionMnist.Models;
using FashionMnist.Training.Cli;

namespace FashionMnist.Training.Tests.Cli;

public sealed class TrainingCommandLineTests
{
    [Theory]
    [InlineData("train --datset d.json", "Did you mean --dataset?")]
    [InlineData("trian", "Did you mean train?")]
    [InlineData("train --output o --fingerprint 00", "--dataset")]
    [InlineData("train --dataset d --output o --fingerprint 00 --log-format xml", "xml")]
    [InlineData("", "--help")]
    public async Task A_wrong_command_line_is_one_line_that_helps(string arguments, string expected)
    {
        var (exitCode, output, error) = await InvokeAsync(arguments);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_every_option_and_an_example()
    {
        var (exitCode, output, error) = await InvokeAsync("train --help");

        Assert.Equal(ExitCodes.Ok, exitCode);
        Assert.Empty(error);
        foreach (var option in new[] { "--dataset", "--output", "--fingerprint", "--config", "--set", "--commit", "--dirty", "--engine", "--log-format" })
            Assert.Contains(option, output, StringComparison.Ordinal);
        Assert.Contains("fashion_mnist_training train --dataset", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> InvokeAsync(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await TrainingCommandLine.InvokeAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
