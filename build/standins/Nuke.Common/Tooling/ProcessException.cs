namespace Nuke.Common.Tooling;

public class ProcessException : Exception
{
    internal ProcessException(IProcess process)
        : base(Describe(process)) => ExitCode = process.ExitCode;

    public int ExitCode { get; }

    private static string Describe(IProcess process)
    {
        const string Indentation = "   ";
        var errors = process.Output.Where(x => x.Type == OutputType.Err).Select(x => Indentation + x.Text).ToList();
        List<string> lines =
        [
            $"Process '{Path.GetFileNameWithoutExtension(process.FileName)}' exited with code {process.ExitCode}.",
            $"{Indentation}> {Arguments.Quoted(process.FileName)} {process.Arguments}".TrimEnd(),
            $"{Indentation}@ {process.WorkingDirectory}",
        ];
        if (errors.Count > 0)
            lines.AddRange(["Error output:", .. errors]);
        return string.Join(Environment.NewLine, lines) + Environment.NewLine;
    }
}
