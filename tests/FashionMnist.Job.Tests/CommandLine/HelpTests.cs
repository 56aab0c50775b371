using FashionMnist.Job.Tests.Processes;
using FashionMnist.Models;

namespace FashionMnist.Job.Tests.CommandLine;

public class HelpTests
{
    private const string Update = "FASHION_MNIST_UPDATE_GOLDEN";

    [Fact]
    public async Task Help_of_predict_is_as_agreed()
    {
        var outcome = await JobProcess.RunAsync("predict", "--help");

        Assert.Equal((ExitCodes.Ok, ""), (outcome.ExitCode, outcome.Error));
        // Set to the folder of this file it writes the golden file anew.
        if (Environment.GetEnvironmentVariable(Update) is { } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, "predict-help.golden.txt"), outcome.Output);
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "CommandLine", "predict-help.golden.txt"));
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
