using FashionMnist.Job.Tests.Processes;
using FashionMnist.Models;

namespace FashionMnist.Job.Tests.CommandLine;

public class HelpTests
{
    private const string Update = "FASHION_MNIST_UPDATE_GOLDEN";

    [Theory]
    [InlineData("predict")]
    [InlineData("merge")]
    public async Task Help_is_as_agreed(string command)
    {
        var outcome = await JobProcess.RunAsync(command, "--help");

        Assert.Equal((ExitCodes.Ok, ""), (outcome.ExitCode, outcome.Error));
        // Set to the folder of this file it writes the golden file anew.
        if (Environment.GetEnvironmentVariable(Update) is { } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{command}-help.golden.txt"), outcome.Output);
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "CommandLine", $"{command}-help.golden.txt"));
        Assert.Equal(golden, outcome.Output);
    }

    [Fact]
    public async Task Help_of_the_program_lists_the_commands()
    {
        var outcome = await JobProcess.RunAsync("--help");
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Contains("predict", outcome.Output, StringComparison.Ordinal);
    }
}
