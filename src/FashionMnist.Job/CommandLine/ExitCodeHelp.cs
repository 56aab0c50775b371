using System.Globalization;
using FashionMnist.Models;

namespace FashionMnist.Job.CommandLine;

/// <summary>The exit codes as the help shows them.</summary>
internal static class ExitCodeHelp
{
    public static HelpSection Section { get; } = new("Exit codes",
    [
        Line(ExitCodes.Ok, "everything asked for was done"),
        Line(ExitCodes.Usage, "the command line is wrong"),
        Line(ExitCodes.BadInput, "the input data is malformed, or parts do not fit together"),
        Line(ExitCodes.NotFound, "the input, the model or a part does not exist"),
        Line(ExitCodes.Internal, "a defect in this software"),
        Line(ExitCodes.CannotWriteOutput, "the output cannot be created"),
        Line(ExitCodes.InputOutput, "reading or writing failed half-way"),
        Line(ExitCodes.TryAgain, "a passing fault; run it again"),
        Line(ExitCodes.AccessDenied, "credentials are missing or not sufficient"),
        Line(ExitCodes.Configuration, "the configuration or the environment is wrong"),
        Line(ExitCodes.Integrity, "a hash does not match, or the model's signature or labels"),
        Line(ExitCodes.Refused, "the gate refused the model"),
        Line(ExitCodes.Interrupted, "stopped by SIGINT (Ctrl-C)"),
        Line(ExitCodes.Terminated, "stopped by SIGTERM"),
    ]);

    private static string Line(int exitCode, string meaning) => string.Create(CultureInfo.InvariantCulture, $"{exitCode,3}  {meaning}");
}
