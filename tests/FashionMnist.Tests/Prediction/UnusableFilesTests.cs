using System.Diagnostics;
using System.Text.Json;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction;

/// <summary>What lies in folders of PNGs and is no file that can be read. The run must not hang on it, nor stop where it may go on.</summary>
public sealed class UnusableFilesTests : IDisposable
{
    private const string NotUtf8 = "1\uFFFD.png";

    private readonly PredictionScene _scene = new();
    private readonly TestImages _images = new(3);

    public UnusableFilesTests() => _images.WritePngs(_scene["in"], 3);

    public void Dispose()
    {
        Shell("rm -r in");
        _scene.Dispose();
    }

    [Theory]
    [InlineData("ln -s nowhere in/00001.png", "00001.png", "it is a link to a file that is not there")]
    [InlineData("ln -s 00001.png in/00001.png", "00001.png", "it is a link that leads nowhere")]
    [InlineData("mkfifo in/00001.png", "00001.png", "it is empty, or a pipe or a device")]
    [InlineData("mkfifo pipe && ln -s ../pipe in/00001.png", "00001.png", "it is empty, or a pipe or a device")]
    [InlineData("ln -s /dev/zero in/00001.png", "00001.png", "it is empty, or a pipe or a device")]
    [InlineData(": > in/00001.png", "00001.png", "it is empty, or a pipe or a device")]
    [InlineData("printf x > \"in/$(printf '1\\377.png')\"", NotUtf8, "its name is not UTF-8; rename it")]
    public async Task Is_set_aside_or_stops_the_run_with_its_name(string command, string name, string reason)
    {
        File.Delete(_scene["in", "00001.png"]);
        Shell(command);

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(_scene.Request("in", "out")));
        var result = await PredictionScene.RunAsync(_scene.Request("in", "out") with { OnError = ErrorPolicy.Skip });

        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Matches($"/in/{name}: row [23]: {reason}; nothing was written", refusal.Message);
        Assert.Equal((2, 1), (result.Manifest.Counts.Predicted, result.Manifest.Counts.Rejected));
        using var reject = JsonDocument.Parse(_scene.Read("out", "_rejects.jsonl"));
        Assert.Equal(reason, reject.RootElement.GetProperty("reason").GetString());
        Assert.EndsWith($"/in/{name}", reject.RootElement.GetProperty("file").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_an_image_is_an_image()
    {
        Shell("mv in/00001.png elsewhere && ln -s ../elsewhere in/00001.png");

        var result = await PredictionScene.RunAsync(_scene.Request("in", "out"));

        Assert.Equal(3, result.Manifest.Counts.Predicted);
    }

    [Fact]
    public async Task A_folder_whose_name_cannot_be_decoded_is_not_passed_over()
    {
        Shell("mkdir \"in/$(printf 'd\\377')\" && mv in/00001.png in/d*/");

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(
            () => PredictionScene.RunAsync(_scene.Request("in", "out") with { OnError = ErrorPolicy.Skip }));

        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.EndsWith("/in/d\uFFFD: the name of this folder is not UTF-8; rename it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_CSV_from_a_pipe_is_refused_before_it_is_read()
    {
        _images.WriteCsv(_scene["images.csv"]);
        Shell("mkfifo pipe");
        using var writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat images.csv > pipe 2> /dev/null"]) { WorkingDirectory = _scene[""] })!;

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(
            () => PredictionScene.RunAsync(_scene.Request("pipe", "out") with { Identity = new RunIdentity(null, new Shard(1, 2)) }));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.StartsWith($"--shard: {_scene["pipe"]} can be read only once, as a pipe, ", refusal.Message, StringComparison.Ordinal);
        await writer.WaitForExitAsync();
    }

    [Fact]
    public async Task A_whole_CSV_from_a_pipe_is_read()
    {
        _images.WriteCsv(_scene["images.csv"]);
        Shell("mkfifo pipe");
        using var writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat images.csv > pipe"]) { WorkingDirectory = _scene[""] })!;

        var result = await PredictionScene.RunAsync(_scene.Request("pipe", "out"));

        Assert.Equal(3, result.Manifest.Counts.Predicted);
        await writer.WaitForExitAsync();
    }

    // Names that are not UTF-8 can be neither given nor deleted from here.
    private void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-e", "-c", command]) { WorkingDirectory = _scene[""] })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
