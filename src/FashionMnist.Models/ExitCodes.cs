namespace FashionMnist.Models;

/// <summary>
/// What every program of this solution returns to its caller, and what AWS Batch, Jenkins and the build decide by.
/// Numbers from 64 to 78 follow sysexits.h (BSD); the rest is ours.
/// </summary>
public static class ExitCodes
{
    /// <summary>Whether a number is one of these; a process that was killed or never started ends with others.</summary>
    public static bool IsDocumented(int exitCode) => exitCode is Ok or Usage or BadInput or NotFound or Internal or CannotWriteOutput or InputOutput
        or TryAgain or AccessDenied or Configuration or Integrity or Refused or Interrupted or Terminated;

    /// <summary>Everything asked for was done.</summary>
    public const int Ok = 0;

    /// <summary>The command line is wrong (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>The input data is malformed or breaks the data contract (EX_DATAERR).</summary>
    public const int BadInput = 65;

    /// <summary>The input, the model or the pointer to it does not exist (EX_NOINPUT).</summary>
    public const int NotFound = 66;

    /// <summary>A defect in this software (EX_SOFTWARE).</summary>
    public const int Internal = 70;

    /// <summary>The output cannot be created (EX_CANTCREAT).</summary>
    public const int CannotWriteOutput = 73;

    /// <summary>Reading or writing failed half-way (EX_IOERR).</summary>
    public const int InputOutput = 74;

    /// <summary>A passing fault: throttling, a dropped connection, a lost race. Run it again (EX_TEMPFAIL).</summary>
    public const int TryAgain = 75;

    /// <summary>Credentials are missing, expired or not sufficient (EX_NOPERM).</summary>
    public const int AccessDenied = 77;

    /// <summary>The configuration is wrong (EX_CONFIG).</summary>
    public const int Configuration = 78;

    /// <summary>A hash or a signature does not match: the bytes are not those that were promised.</summary>
    public const int Integrity = 80;

    /// <summary>Refused by a rule: the gate, uncommitted changes, synthetic data for a shared store, a tag that names another image, another AWS account, a
    /// replacement without consent.</summary>
    public const int Refused = 81;

    /// <summary>Stopped by SIGINT (128 + 2).</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM (128 + 15).</summary>
    public const int Terminated = 143;
}
