using Docker.DotNet.Models;
using FashionMnist.Build.Images;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.Images;

public sealed class EngineMessagesTests
{
    private readonly List<string> _shown = [];

    [Theory]
    [InlineData("write /var/lib/docker/x: no space left on device", ExitCodes.InputOutput, "docker system prune")]
    [InlineData("no basic auth credentials", ExitCodes.AccessDenied, "access denied")]
    [InlineData("denied: Your authorization token has expired. Reauthenticate and try again.", ExitCodes.AccessDenied, "access denied")]
    [InlineData("dial tcp 127.0.0.1:5000: connect: connection refused", ExitCodes.TryAgain, "run it again")]
    [InlineData("toomanyrequests: Rate exceeded", ExitCodes.TryAgain, "run it again")]
    [InlineData("pull access denied for none, repository does not exist", ExitCodes.NotFound, "pull access denied")]
    [InlineData("dockerfile parse error line 1: unknown instruction: FORM", ExitCodes.InputOutput, "unknown instruction")]
    public void An_error_among_the_messages_becomes_one_line_with_an_exit_code(string error, int exitCode, string says)
    {
        var messages = new EngineMessages(_shown.Add);
        messages.Report(new JSONMessage { Stream = "Step 1/2 : FROM x\n" });
        messages.Report(new JSONMessage { Error = new JSONError { Message = error }, ErrorMessage = error });

        var e = Assert.Throws<FashionMnistException>(() => messages.ThrowIfFailed("unix:///x", "build the image"));

        Assert.Equal(exitCode, e.ExitCode);
        Assert.StartsWith("Docker engine unix:///x: cannot build the image: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Equal(["Step 1/2 : FROM x"], _shown);
    }

    [Fact]
    public void Each_state_of_a_layer_is_shown_once()
    {
        var messages = new EngineMessages(_shown.Add);
        for (var i = 0; i < 100; i++)
            messages.Report(new JSONMessage { ID = "4444f76a3899", Status = "Pushing", Progress = new JSONProgress { Current = i } });
        messages.Report(new JSONMessage { ID = "4444f76a3899", Status = "Pushed" });
        messages.ThrowIfFailed("unix:///x", "push");

        Assert.Equal(["4444f76a3899: Pushing", "4444f76a3899: Pushed"], _shown);
    }
}
