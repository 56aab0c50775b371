using Nuke.Common.Execution;

namespace Nuke.Common;

public abstract class Host
{
    protected internal virtual IDisposable WriteBlock(string text) => Terminal.Block(text);

    protected internal virtual void ReportWarning(string text, string details = null)
    {
    }

    protected internal virtual void ReportError(string text, string details = null)
    {
    }

    protected internal virtual bool FilterMessage(string message) => false;

    protected internal virtual void WriteErrorsAndWarnings() => Logging.WriteErrorsAndWarnings(this);

    protected internal virtual void WriteTargetOutcome(INukeBuild build) => OutcomeTable.Write(build);

    protected internal virtual void WriteBuildOutcome(INukeBuild build)
    {
        var time = DateTime.Now.ToString(System.Globalization.CultureInfo.CurrentCulture);
        Terminal.WriteLine();
        if (build.IsSucceeding)
            Terminal.WriteLine($"Build succeeded on {time}. ＼（＾ᴗ＾）／", ConsoleColor.Green);
        else
            Terminal.WriteLine($"Build failed on {time}. (╯°□°）╯︵ ┻━┻", ConsoleColor.Red);
    }

    internal static Host Detect(string name)
    {
        var hosts = HostTypes.All();
        if (name is null)
            return HostTypes.Create(hosts.First(HostTypes.IsRunning));
        var type = hosts.FirstOrDefault(x =>
            x.FullName.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)
            || x.FullName.Equals(name, StringComparison.OrdinalIgnoreCase));
        return type is not null
            ? HostTypes.Create(type)
            : throw new ArgumentException($"Host '{name}' is not known. Known are: {string.Join(", ", hosts.Select(x => x.Name))}");
    }
}
